//! A table of numbers, one partition each: the tasks of a step.

use std::fmt;
use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, RecordBatch};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use async_trait::async_trait;
use ballista_core::serde::BallistaLogicalExtensionCodec;
use datafusion::catalog::memory::{DataSourceExec, MemorySourceConfig};
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::{Result, TableReference};
use datafusion::datasource::TableType;
use datafusion::datasource::file_format::FileFormatFactory;
use datafusion::error::DataFusionError;
use datafusion::execution::TaskContext;
use datafusion::logical_expr::{Expr, Extension, LogicalPlan};
use datafusion::physical_plan::ExecutionPlan;
use datafusion_proto::logical_plan::LogicalExtensionCodec;

/// The numbers of tasks, in a column `unit`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tasks(pub(crate) Vec<i64>);

impl Tasks {
    fn table() -> SchemaRef {
        Arc::new(Schema::new(vec![Field::new("unit", DataType::Int64, false)]))
    }
}

#[async_trait]
impl TableProvider for Tasks {
    fn schema(&self) -> SchemaRef {
        Self::table()
    }

    fn table_type(&self) -> TableType {
        TableType::Temporary
    }

    async fn scan(
        &self,
        _: &dyn Session,
        projection: Option<&Vec<usize>>,
        _: &[Expr],
        _: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let partition = |&unit: &i64| {
            let column: ArrayRef = Arc::new(Int64Array::from(vec![unit]));
            Ok(vec![RecordBatch::try_new(Self::table(), vec![column])?])
        };
        let partitions = self.0.iter().map(partition).collect::<Result<Vec<_>>>()?;
        let source = MemorySourceConfig::try_new(&partitions, Self::table(), projection.cloned())?;
        Ok(DataSourceExec::from_data_source(source))
    }
}

/// What turns plans with [`Tasks`] into bytes, and all others as the engine does.
#[derive(Default)]
pub(crate) struct Codec(BallistaLogicalExtensionCodec);

impl fmt::Debug for Codec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Codec")
    }
}

/// What the bytes of [`Tasks`] begin with.
const TASKS: &[u8] = b"rashomon tasks";

impl LogicalExtensionCodec for Codec {
    fn try_decode(
        &self,
        bytes: &[u8],
        inputs: &[LogicalPlan],
        context: &TaskContext,
    ) -> Result<Extension> {
        self.0.try_decode(bytes, inputs, context)
    }

    fn try_encode(&self, node: &Extension, bytes: &mut Vec<u8>) -> Result<()> {
        self.0.try_encode(node, bytes)
    }

    fn try_decode_table_provider(
        &self,
        bytes: &[u8],
        table: &TableReference,
        schema: SchemaRef,
        context: &TaskContext,
    ) -> Result<Arc<dyn TableProvider>> {
        let Some(numbers) = bytes.strip_prefix(TASKS) else {
            return self.0.try_decode_table_provider(bytes, table, schema, context);
        };
        let numbers = numbers.chunks(8).map(|bytes| {
            let bytes = <[u8; 8]>::try_from(bytes);
            let cut = |_| DataFusionError::Execution("a table of tasks is cut off".to_owned());
            Ok(i64::from_le_bytes(bytes.map_err(cut)?))
        });
        Ok(Arc::new(Tasks(numbers.collect::<Result<_>>()?)))
    }

    fn try_encode_table_provider(
        &self,
        table: &TableReference,
        node: Arc<dyn TableProvider>,
        bytes: &mut Vec<u8>,
    ) -> Result<()> {
        let any: &dyn std::any::Any = &*node;
        let Some(Tasks(numbers)) = any.downcast_ref() else {
            return self.0.try_encode_table_provider(table, node, bytes);
        };
        bytes.extend(TASKS);
        bytes.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
        Ok(())
    }

    fn try_decode_file_format(
        &self,
        bytes: &[u8],
        context: &TaskContext,
    ) -> Result<Arc<dyn FileFormatFactory>> {
        self.0.try_decode_file_format(bytes, context)
    }

    fn try_encode_file_format(
        &self,
        bytes: &mut Vec<u8>,
        node: Arc<dyn FileFormatFactory>,
    ) -> Result<()> {
        self.0.try_encode_file_format(bytes, node)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tasks_cross_machines() {
        let (codec, table) = (Codec::default(), TableReference::bare("rashomon_units"));
        let mut bytes = Vec::new();
        let tasks = Tasks(vec![0, 7, 1 << 40]);
        codec.try_encode_table_provider(&table, Arc::new(tasks.clone()), &mut bytes).unwrap();
        let decode = |bytes: &[u8]| {
            codec.try_decode_table_provider(bytes, &table, Tasks::table(), &TaskContext::default())
        };
        let back = decode(&bytes).unwrap();
        let any: &dyn std::any::Any = &*back;
        assert_eq!(any.downcast_ref(), Some(&tasks));
        assert!(decode(&bytes[..bytes.len() - 1]).is_err());
    }
}
