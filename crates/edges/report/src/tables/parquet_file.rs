//! A table as a Parquet file: columns typed, documented in the file, packed with Snappy.
use super::columns::Kind;
use super::sheet::{Sheet, Values, rounded};
use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) fn write(sheet: &Sheet) -> Result<Vec<u8>, ParquetError> {
    let schema = Arc::new(schema(sheet));
    let columns = sheet.columns.iter().map(|values| array(sheet, values)).collect();
    let batch = RecordBatch::try_new(schema.clone(), columns)?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by("iceroad".into())
        .build();
    let mut writer = ArrowWriter::try_new(Vec::new(), schema, Some(properties))?;
    writer.write(&batch)?;
    writer.into_inner()
}

fn schema(sheet: &Sheet) -> Schema {
    let field = |column: &super::ColumnSpec| {
        let kind = match column.kind {
            Kind::Text => DataType::Utf8,
            Kind::Whole => DataType::Int64,
            Kind::Real => DataType::Float64,
        };
        Field::new(column.name, kind, true).with_metadata(described(column.about))
    };
    let fields: Vec<Field> = sheet.spec.columns.iter().map(field).collect();
    Schema::new(fields).with_metadata(described(sheet.spec.about))
}

fn described(about: &str) -> BTreeMap<String, String> {
    [("description".to_string(), about.to_string())].into_iter().collect()
}

fn array(sheet: &Sheet, values: &Values) -> ArrayRef {
    match values {
        Values::Text(rows) => {
            let texts = rows.iter().map(|row| row.map(|text| sheet.texts[text as usize].as_str()));
            Arc::new(texts.collect::<StringArray>())
        }
        Values::Whole(rows) => Arc::new(rows.iter().copied().collect::<Int64Array>()),
        Values::Real(rows) => Arc::new(rows.iter().map(|row| row.map(rounded)).collect::<Float64Array>()),
    }
}
