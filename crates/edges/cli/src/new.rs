//! `iceroad new`: ten questions, and a mine that runs.
use crate::args::NewArgs;
use crate::failure::Failure;
use crate::init::made;
use crate::text::say;
use iceroad::new::{QUESTIONS, Question};
use std::io::{BufRead, IsTerminal, Write};

pub(crate) fn command(NewArgs { folder }: &NewArgs) -> Result<(), Failure> {
    iceroad::may_make_folder(folder)?;
    say("Enter takes the answer in brackets; what is written can be changed in the tables at any time.");
    let is_asked = std::io::stdin().is_terminal();
    let mut input = std::io::stdin().lock();
    let mut answers = QUESTIONS.map(|question| question.default.to_owned());
    for (question, answer) in QUESTIONS.iter().zip(&mut answers) {
        while let Some(given) = ask(question, &mut input)? {
            match question.check(&given) {
                Ok(()) => {
                    *answer = given;
                    break;
                }
                Err(said) => {
                    let told = format!("`{}`: expected {}; {}", said.value, said.expected, said.advice);
                    if !is_asked {
                        // The next line is the answer to the next question, not a better one to this.
                        return Err(Failure::Input(told));
                    }
                    say(&told);
                }
            }
        }
    }
    iceroad::init_new(folder, &answers)?;
    made(folder, "your mine; what its tables call assumed is to be put right first")
}

/// The answer to a question; none where the one in brackets is taken.
fn ask(question: &Question, input: &mut impl BufRead) -> Result<Option<String>, Failure> {
    let mut out = std::io::stderr();
    let _ = write!(out, "{} [{}]: ", question.asks, question.default).and_then(|()| out.flush());
    let mut line = String::new();
    let read = input
        .read_line(&mut line)
        .map_err(|error| Failure::Input(format!("no answer can be read: {error}")))?;
    if read == 0 {
        say("");
    }
    let answer = line.trim();
    Ok((!answer.is_empty()).then(|| answer.to_owned()))
}
