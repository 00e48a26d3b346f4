-- The client cabinet. Both engines read this file: see store/mod.rs for the types.

-- A client of the register. `profile` is sealed JSON; `digest` is keyed and tells whether an import changes anything.
CREATE TABLE clients (
    id BIGINT PRIMARY KEY,
    account TEXT NOT NULL UNIQUE,
    iin_index TEXT NOT NULL UNIQUE,
    phone_index TEXT,
    profile TEXT NOT NULL,
    digest TEXT NOT NULL,
    as_of BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    -- What the cabinet itself knows; an import leaves it alone.
    password TEXT,
    password_set_at BIGINT,
    failures BIGINT NOT NULL DEFAULT 0
);

-- A contract with its debt. `ledger` is one document: schedule rows with their debits, deposits, charges. A status needs
-- all of it, and an import replaces all of it.
CREATE TABLE contracts (
    id BIGINT PRIMARY KEY,
    client_id BIGINT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    reference TEXT NOT NULL UNIQUE,
    number TEXT NOT NULL,
    number_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    concluded TEXT NOT NULL,
    ends TEXT NOT NULL,
    closed TEXT,
    collateral TEXT NOT NULL,
    address TEXT NOT NULL,
    sum BIGINT NOT NULL,
    monthly_payment BIGINT NOT NULL,
    payment_day BIGINT NOT NULL CHECK (payment_day BETWEEN 1 AND 31),
    account_balance BIGINT NOT NULL,
    instalments BIGINT NOT NULL,
    late_fees BIGINT NOT NULL,
    fines BIGINT NOT NULL,
    state_duty BIGINT NOT NULL,
    ledger TEXT NOT NULL,
    digest TEXT NOT NULL,
    as_of BIGINT NOT NULL,
    UNIQUE (client_id, number_key)
);

-- A signed-in browser (`page`) or program (`api`). `id_hash` is SHA-256 of the secret; `handle` names it to its owner.
CREATE TABLE sessions (
    id_hash TEXT PRIMARY KEY,
    handle TEXT NOT NULL UNIQUE,
    client_id BIGINT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('page', 'api')),
    created_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    proved_at BIGINT NOT NULL,
    network TEXT NOT NULL,
    agent TEXT NOT NULL
);
CREATE INDEX sessions_of_client ON sessions (client_id, created_at);
CREATE INDEX sessions_by_use ON sessions (used_at);
CREATE INDEX sessions_by_end ON sessions (ends_at);

-- A browser that signed in before, with failures of its own (LOCK-3).
CREATE TABLE devices (
    id_hash TEXT PRIMARY KEY,
    client_id BIGINT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    failures BIGINT NOT NULL DEFAULT 0,
    ends_at BIGINT NOT NULL
);
CREATE INDEX devices_of_client ON devices (client_id);
CREATE INDEX devices_by_end ON devices (ends_at);

-- A first authorization or recovery under way; without a client it is a decoy (ENUM-5).
CREATE TABLE flows (
    id_hash TEXT PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('first', 'recovery')),
    client_id BIGINT REFERENCES clients (id) ON DELETE CASCADE,
    form TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    sent_at BIGINT NOT NULL,
    codes BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    code_mac TEXT NOT NULL,
    confirmed_at BIGINT,
    set_at BIGINT
);
CREATE INDEX flows_of_client ON flows (client_id);
CREATE INDEX flows_by_end ON flows (ends_at);

-- Counters of tries by keyed hash of what was typed or where it came from (LOCK-1).
CREATE TABLE counters (
    name TEXT PRIMARY KEY,
    count BIGINT NOT NULL,
    wait_until BIGINT NOT NULL,
    ends_at BIGINT NOT NULL
);
CREATE INDEX counters_by_end ON counters (ends_at);

-- Short messages to send. A decoy has no client and is never sent. Phone and text are sealed, and wiped at the end.
-- `unclear` counts the tries of which nobody knows whether the gateway took the message.
CREATE TABLE messages (
    id BIGINT PRIMARY KEY,
    client_id BIGINT REFERENCES clients (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL,
    phone TEXT,
    body TEXT,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'expired', 'decoy')),
    tries BIGINT NOT NULL DEFAULT 0,
    unclear BIGINT NOT NULL DEFAULT 0,
    due_at BIGINT NOT NULL,
    lease_until BIGINT NOT NULL DEFAULT 0,
    ends_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    gateway TEXT,
    gateway_id TEXT,
    outcome TEXT
);
CREATE INDEX messages_by_state ON messages (state, due_at);
CREATE INDEX messages_of_client ON messages (client_id);
CREATE INDEX messages_by_time ON messages (created_at);

-- That a client agreed to the processing of personal data (KZ-1).
CREATE TABLE consents (
    id BIGINT PRIMARY KEY,
    client_id BIGINT REFERENCES clients (id) ON DELETE CASCADE,
    flow_hash TEXT NOT NULL,
    version TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('kk', 'ru')),
    channel TEXT NOT NULL,
    given_at BIGINT NOT NULL,
    withdrawn_at BIGINT
);
CREATE INDEX consents_of_client ON consents (client_id);
CREATE INDEX consents_of_flow ON consents (flow_hash);

-- Values of a form whose session ended in the middle; kept for half an hour for the same client.
CREATE TABLE forms (
    client_id BIGINT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    address TEXT NOT NULL,
    content TEXT NOT NULL,
    ends_at BIGINT NOT NULL,
    PRIMARY KEY (client_id, address)
);
CREATE INDEX forms_by_end ON forms (ends_at);

-- What happened, append-only; each row's hash covers the hash of the row before it (LOG-2).
CREATE TABLE audit (
    seq BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    event TEXT NOT NULL,
    client_id BIGINT,
    network TEXT,
    agent TEXT,
    detail TEXT NOT NULL,
    prev TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX audit_of_client ON audit (client_id, at);
CREATE INDEX audit_by_time ON audit (at);

-- Imports of the register, so that one broken off goes on where it stopped.
CREATE TABLE imports (
    digest TEXT PRIMARY KEY,
    file TEXT NOT NULL,
    position BIGINT NOT NULL,
    as_of BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    finished_at BIGINT,
    report TEXT NOT NULL
);
CREATE INDEX imports_by_time ON imports (started_at);

-- Work that one node at a time does.
CREATE TABLE leases (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    ends_at BIGINT NOT NULL
);
