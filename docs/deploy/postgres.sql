-- psql -f postgres.sql, once, as a superuser: the database, the role that owns its tables (for `otau migrate`), and the
-- role of the servers, which reads and writes rows and can change no table. Give both roles a password or a certificate.
CREATE ROLE otau_owner LOGIN;
CREATE ROLE otau_server LOGIN;
CREATE DATABASE otau OWNER otau_owner ENCODING 'UTF8' TEMPLATE template0;
\connect otau
REVOKE ALL ON DATABASE otau FROM PUBLIC;
GRANT CONNECT ON DATABASE otau TO otau_server;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO otau_owner;
GRANT USAGE ON SCHEMA public TO otau_server;
-- For every table that a migration makes, now and later.
ALTER DEFAULT PRIVILEGES FOR ROLE otau_owner IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO otau_server;
ALTER DEFAULT PRIVILEGES FOR ROLE otau_owner IN SCHEMA public GRANT USAGE ON SEQUENCES TO otau_server;
