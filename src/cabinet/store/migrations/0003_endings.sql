-- Sessions that somebody ended, until they would have ended anyway: whoever holds the secret of one is told why it is over.
CREATE TABLE endings (
    id_hash TEXT PRIMARY KEY,
    client_id BIGINT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    reason TEXT NOT NULL CHECK (reason IN ('elsewhere', 'password', 'crowded')),
    ends_at BIGINT NOT NULL
);
CREATE INDEX endings_of_client ON endings (client_id);
CREATE INDEX endings_by_end ON endings (ends_at);
