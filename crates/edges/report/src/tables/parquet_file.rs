//! A table as a Parquet file: columns typed, documented in the file, packed with Snappy.
use super::columns::{Kind, TableSpec};
use super::sheet::{Rows, Values, rounded};
use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

/// A file that is being written.
pub(super) struct ParquetFile<'o> {
    schema: Arc<Schema>,
    writer: ArrowWriter<&'o mut (dyn Write + Send)>,
}

impl<'o> ParquetFile<'o> {
    pub(super) fn begin(spec: &TableSpec, out: &'o mut (dyn Write + Send)) -> io::Result<Self> {
        let schema = Arc::new(schema(spec));
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by("iceroad".into())
            .build();
        let writer = ArrowWriter::try_new(out, Arc::clone(&schema), Some(properties))?;
        Ok(Self { schema, writer })
    }

    pub(super) fn write(&mut self, rows: &Rows) -> io::Result<()> {
        let columns = rows.columns.iter().map(|values| array(rows, values)).collect();
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), columns).map_err(io::Error::other)?;
        Ok(self.writer.write(&batch)?)
    }

    pub(super) fn end(self) -> io::Result<()> {
        self.writer.close()?;
        Ok(())
    }
}

fn schema(spec: &TableSpec) -> Schema {
    let field = |column: &super::ColumnSpec| {
        let kind = match column.kind {
            Kind::Text => DataType::Utf8,
            Kind::Whole => DataType::Int64,
            Kind::Real => DataType::Float64,
        };
        Field::new(column.name, kind, true).with_metadata(described(column.about))
    };
    let fields: Vec<Field> = spec.columns.iter().map(field).collect();
    Schema::new(fields).with_metadata(described(spec.about))
}

fn described(about: &str) -> BTreeMap<String, String> {
    [("description".to_string(), about.to_string())].into_iter().collect()
}

fn array(all: &Rows, values: &Values) -> ArrayRef {
    match values {
        Values::Text(rows) => {
            let texts = rows.iter().map(|row| row.map(|text| all.texts[text as usize].as_str()));
            Arc::new(texts.collect::<StringArray>())
        }
        Values::Whole(rows) => Arc::new(rows.iter().copied().collect::<Int64Array>()),
        Values::Real(rows) => Arc::new(rows.iter().map(|row| row.map(rounded)).collect::<Float64Array>()),
    }
}
