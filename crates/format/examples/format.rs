//! Prints the book's chapter on the scenario format.

fn main() {
    print!("{}", iceroad_format::chapter());
}
