//! A schema of its own on a PostgreSQL server.

use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

use super::Outcome;

/// The schema; it is there until it is removed.
pub(crate) struct Schema {
    server: String,
    name: String,
}

impl Schema {
    /// Makes it on the server of an address.
    pub(crate) async fn create(server: String) -> Outcome<Self> {
        let schema = Self { server, name: format!("otau_bench_{}", std::process::id()) };
        schema.run("CREATE SCHEMA", "").await?;
        Ok(schema)
    }

    /// An address under which the schema is all there is.
    pub(crate) fn address(&self) -> String {
        let joint = if self.server.contains('?') { '&' } else { '?' };
        format!("{}{joint}options[search_path]={}", self.server, self.name)
    }

    /// Removes it with all it holds.
    pub(crate) async fn remove(self) -> Outcome<()> {
        self.run("DROP SCHEMA", "CASCADE").await
    }

    async fn run(&self, before: &str, after: &str) -> Outcome<()> {
        let mut connection = PgConnection::connect(&self.server).await?;
        sqlx::raw_sql(AssertSqlSafe(format!("{before} {} {after}", self.name))).execute(&mut connection).await?;
        Ok(connection.close().await?)
    }
}
