-- Forms whose session ended are not kept: what is typed in the cabinet stands in the addresses of its pages, which signing
-- in again leads back to; the one form that does not is made of passwords.
DROP TABLE forms;
