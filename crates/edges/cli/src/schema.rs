//! `iceroad schema`: the scenario format for machines (JSON Schema) and for people (Markdown).
use crate::args::{SchemaArgs, SchemaForm};
use crate::failure::Failure;
use crate::text;

pub(crate) fn command(args: &SchemaArgs) -> Result<(), Failure> {
    match args.form {
        SchemaForm::Json => text::print_json(&iceroad::schema()),
        SchemaForm::Heading => text::print_json(&iceroad::schema_of_heading()),
        SchemaForm::Markdown => text::print(&iceroad::chapter()),
    }
}
