### Words of the command line: messages first, then help. .help of a message says what to do.

## Problems

cli-error = error
cli-warning = warning
cli-errors = { $count ->
    [one] { $count } error
   *[other] { $count } errors
}
cli-warnings = { $count ->
    [one] { $count } warning
   *[other] { $count } warnings
}
cli-close = Close

## Progress

cli-phase-read = Reading files
cli-phase-parse = Reading texts
cli-phase-model = Linking pages
cli-phase-assets = Preparing pictures and styles
cli-phase-render = Making pages
cli-phase-publish = Publishing

## Results

cli-build-done = Built in { $time } s: { $files } files, { $written } of them written anew. Release: { $id }.
cli-build-unchanged = Nothing has changed since release { $id }: { $files } files checked in { $time } s.
cli-check-clean = No errors. Texts checked: { $texts }.
cli-check-query-late = “{ $query }” is answered by page number { $at }.
cli-check-queries = All queries
cli-check-nonsense = Nonsense refused
cli-held = Release { $id } was put back by otau rollback and stays; the site was not built. otau build shows the present texts again.
cli-init-done = The site is ready: { $path }
cli-init-next =
    Now have a look at it:
      otau preview --root "{ $path }"
cli-new-done = The new page is ready: { $path }
cli-new-categories = choose a category: { $categories }
cli-new-draft = delete this line when the page is ready
cli-rollback-done = Release { $to } is live now and stays until the next otau build. Before it was { $from }.
cli-serving = Press Ctrl+C to stop.

## Demonstration

cli-demo =
    This is a demonstration: its clients are made up, and messages come to this terminal. Sign in with one of these:
cli-demo-known =
    A client with a password
      account { $account }, IIN { $iin }, password { $password }
      contract { $contract }, dated { $date }, phone { $phone }
cli-demo-new =
    A client who comes for the first time
      account { $account }, contract { $contract }, IIN { $iin }, phone { $phone }, date { $date }

## Failures

cli-failed = It could not start: { $reason }.
cli-disk-full = The disk is full: { $reason }.
    .help = Free some space and repeat the command. What was filed is kept, and an import goes on where it stopped; if it says that another one is under way, wait for 15 seconds.
cli-listen = The server could not open { $address }: { $reason }.
    .help = Another program may be using this port. Name a different one: --listen 127.0.0.1:8090.
cli-cabinet = The client cabinet cannot be opened: { $reason }.
    .help = Check [database], [sms] and the secrets; docs/configuration.md explains them. If the database has no tables: otau migrate.
cli-plain-http = The cabinet does not open at an address without encryption: passwords and codes would travel in the clear.
    .help = Set public_origin to one that begins with https:// (behind a proxy), or give tls_certificate and tls_key.
cli-no-release = There is no release to serve in “{ $path }”: { $reason }.
    .help = Run otau serve without --no-build: it builds the site, and builds a damaged release anew. Or build the site first: otau build.
cli-release-broken = The release in “{ $path }” cannot be served: { $reason }. The site is built anew from its present texts, even if otau rollback had put this release back.
cli-search-damaged = What the server searches and makes pages on request from is damaged: { $reason }. The search, or with it the calculator and the cabinet, answers 503 until otau build makes the site anew from its present texts.
cli-preview-loopback = A preview opens on this computer only, but { $address } can be reached from the network.
    .help = Write --listen 127.0.0.1:8081. To show the site to others, use otau serve.
cli-watch = Changes in the folder “{ $path }” cannot be watched: { $reason }.
    .help = Check that the folder exists and that you may read it. On Linux the limit fs.inotify.max_user_watches may have been reached.
cli-write = “{ $path }” could not be written: { $reason }.
    .help = Check that you may write there and that the disk has room.
cli-init-occupied = “{ $path }” is already taken.
    .help = Name an empty folder, or one that does not exist yet: nothing is ever written over your files.
cli-new-key = “{ $key }” cannot be the key of a page.
    .help = A key is made of lower-case Latin letters and digits, words joined by hyphens: password-rules.
cli-new-taken = The key “{ $key }” is taken: there is such a page.
    .help = Choose another key, or edit that page: { $path }.
cli-new-category = There is no category “{ $category }”.
    .help = Add the category to content/categories.toml, or choose one of these: { $categories }

## Failures of publishing; whatever happens, the live release stays as it was

cli-publish-busy = Another build is writing to the folder “{ $path }”.
    .help = Wait until it ends, then repeat the command.
cli-publish-bad-path = “{ $path }” cannot be the path of a file in a release.
    .help = Rename the file or folder: Latin letters, digits, dots, hyphens.
cli-publish-duplicate-path = Two files of the release have the same path: { $path }.
    .help = Rename one of them, or change the “slug” of the page.
cli-publish-no-previous = There is no earlier release in “{ $path }” to go back to.
    .help = Correct the texts and build the site again: otau build.
cli-publish-disk-full = The disk is full, “{ $path }” was not written: { $reason }.
    .help = Free some space and repeat the command. The published site has not changed.
cli-publish-read-only = You may not write “{ $path }”: { $reason }.
    .help = Get permission to write to this folder, or name another with --out. The published site has not changed.
cli-publish-io = Something went wrong with the file “{ $path }”: { $reason }.
    .help = Check the disk and the permissions of the folder, then repeat the command. The published site has not changed.

## Help: headings

help-usage = Usage
help-commands = Commands
help-options = Options
help-arguments = Arguments

## Help: commands

help-otau = Builds, checks and serves a site in Kazakh and Russian
help-otau-examples =
    Examples:
      # Start a new site and look at it
      otau init my-site
      otau preview --root my-site
      # Check all texts
      otau check
      # Build the site and serve it at http://127.0.0.1:8080
      otau serve

    Exit code: 0 – all is well, 1 – the site has errors, 2 – the command could not be done.
    Help for one command: otau build --help

help-serve = Builds the site and serves it
help-serve-examples =
    Examples:
      # The site in this folder: http://127.0.0.1:8080
      otau serve
      # A site in another folder, on another port
      otau serve --root my-site --listen 127.0.0.1:9000
      # Serve a finished release to every reader on the network
      otau serve --no-build --out /srv/site --listen 0.0.0.0:8080

    On 127.0.0.1 the server also answers to the name localhost. On any other address,
    or with --production, it answers only to the name in base_url of site.toml.

help-build = Builds the site into files ready to be published
help-build-examples =
    Examples:
      # Build the site in this folder into the folder public
      otau build
      # Put the files where a web server reads them
      otau build --out /srv/site
      # Faster, without compressed copies; show the time of each phase
      otau build --compress none --timings

    Files go to a new folder in OUT/releases, and only at the end OUT/current
    switches to it, all at once. If something fails, the published site stays.

help-preview = Shows the site while it is being written and reloads what changes
help-preview-examples =
    Examples:
      # Open http://127.0.0.1:8081 in a browser and edit the texts
      otau preview
      # A site in another folder
      otau preview --root my-site

    Drafts are shown too. When a file is saved, the page reloads by itself; an error
    is shown over the page.

help-check = Checks the whole site and shows every error at once
help-check-examples =
    Examples:
      # Check the site in this folder
      otau check
      # Take warnings for errors: for automatic checks
      otau check --strict
      # A list for another program to read
      otau check --json > problems.jsonl

    The exit code is 1 when there are errors; with --strict, also when there are warnings.

help-init = Makes the files of a new site
help-init-examples =
    Examples:
      # Make a small site in two languages in the folder my-site
      otau init my-site
      # Look at it in a browser
      otau preview --root my-site

help-new = Makes the files of a new page in both languages
help-new-examples =
    Examples:
      # A question: content/faq/password-rules
      otau new faq password-rules
      # A question in a given category
      otau new faq code-late --category code
      # A guide with steps
      otau new instruction first-steps

    A new page is a draft. When it is ready, delete the “draft” line in page.toml.

help-rollback = Puts the release before back in place
help-rollback-examples =
    Examples:
      # Go back to the release before in the folder public
      otau rollback
      # When releases are in another folder
      otau rollback --out /srv/site

    Texts do not change. Until the next otau build the server builds nothing by itself, neither
    when it starts nor at midnight.

help-stem = Prints the stem of each word on standard input, as search sees it
help-stem-examples =
    Examples:
      # Words of one language, a stem beside each
      otau stem --lang kk < words.txt
      # Why a word has this stem
      echo шарттарымыздан | otau stem --lang kk --explain

    --lang is the language of the words, kk or ru; kk when not given.

help-completions = Prints a completion script for a shell
help-completions-examples =
    Examples:
      # bash
      otau completions bash > ~/.local/share/bash-completion/completions/otau
      # fish
      otau completions fish > ~/.config/fish/completions/otau.fish

## Help: arguments

help-arg-help = Shows this help
help-arg-version = Shows the version of the program
help-arg-lang = Language of messages; taken from LC_ALL, LC_MESSAGES, LANG when not given
help-arg-color = Colours in messages: when fitting, always, never
help-arg-json = Prints one JSON object a line instead of words
help-arg-root = Folder of the site
help-arg-out = Folder of releases; public in the site's folder when not given
help-arg-listen = Address and port of the server
help-preview-arg-listen = Address and port of the preview, on this computer only
help-arg-compress = Compressed copies of text files: none, made fast, as small as possible
help-build-arg-timings = Shows the time of each phase
help-serve-arg-no_build = Serves the finished release without building the site
help-serve-arg-production = Answers only to the name in base_url, even on 127.0.0.1
help-serve-arg-config = File of settings; otau.toml in the site's folder if not given
help-serve-arg-demo = Shows the client cabinet with made-up clients; messages go to the terminal
help-serve-arg-today = The demonstration's today, such as 2026-07-10
help-serve-arg-access_log = Writes one JSON line a request to standard error
help-check-arg-strict = Takes warnings for errors
help-init-arg-dir = Folder to make: empty, or not there yet
help-new-arg-kind = Type: question, guide, memo, page, notice
help-new-arg-key = Key of the page: lower-case Latin letters, digits, hyphens
help-new-arg-category = Category of the question, a key of categories.toml; the first when not given
help-stem-arg-explain = Prints every reading of a word, the likeliest first
help-completions-arg-shell = Shell of your terminal

help-search = Searches the site as a reader would
help-search-examples =
    Examples:
      # In Kazakh
      otau search "төлем кестесі" --lang kk
      # Why a page came first
      otau search "график платежей" --lang ru --explain
      # For programs
      otau search "пароль" --lang ru --json
help-search-arg-query = What to look for, as a reader would type it
help-search-arg-explain = Shows how each word was understood
help-search-arg-limit = Most results to show
cli-search-meant = Probably meant: { $query }
cli-search-total = Pages found: { $count }

## Report

help-report = Tells how the site does
help-report-examples =
    Examples:
      # What readers did not find in the last 30 days
      otau report searches
      # The last week, for another program
      otau report searches --days 7 --json
help-report-arg-about = What the report is about
help-report-searches = Queries that found nothing: how often, language, last day
help-report-searches-arg-days = How many days back
cli-searches-none = No query without an answer in this time (days: { $days }).
cli-searches-total = Queries without an answer: { $total }, different: { $queries }, days: { $days }

## Commands of operators: messages

cli-phase-import = Importing, MiB
cli-phase-generate = Making up clients
cli-office = The cabinet's database cannot be opened: { $reason }.
    .help = Give the database (--database or OTAU_DATABASE) and the keys (OTAU_KEYS or OTAU_KEYS_FILE). If it has no tables yet: otau migrate.
cli-migrate-done = Migrations applied: { $numbers }.
cli-migrate-none = The database is as it should be; nothing to change.
cli-import-done = { $file }: clients { $clients } (new { $added }, changed { $changed }), contracts { $contracts } (removed { $removed }), schedule rows { $rows }, records refused { $rejected }, differences { $differences }.
cli-import-dry = { $file } checked, nothing was kept: clients { $clients } (new { $added }, changed { $changed }), contracts { $contracts } (to remove { $removed }), schedule rows { $rows }, records refused { $rejected }, differences { $differences }.
cli-import-before = { $file } was imported before; nothing is done twice. If you want it all the same: --again.
cli-import-rejects = Refused records, whole and with reasons: { $path }
cli-import-differences = Sums that do not agree: { $path }
cli-import-incomplete = { $path } has no last line with totals: perhaps it did not arrive whole.
cli-import-busy = Another import, or otau keys reseal, is under way.
    .help = Wait for its end. If it was broken off, try again in 15 seconds.
cli-import-future = { $file } says that it is the register as of { $as_of }, and it is { $now } now. Nothing was imported.
    .help = Correct as_of in the first line, or the clock of this machine. Otherwise every later file would be refused as older.
cli-import-changed = { $file } changed while it was being imported. What was filed until then stays.
    .help = Import it again when nobody writes it any more. In a watched folder that happens by itself.
cli-import-keys = The database is sealed with keys that are not among those given here. Nothing was imported.
    .help = Give the keys that the servers have now, and start the command again; otau import --watch too, if it began before the keys were changed. If the old keys are lost for good and the whole register is to be filed anew: otau import --again.
cli-import-stalled = { $path } has no last line with totals yet. It may take { $minutes } minutes after its last change; the files behind it wait as well.
cli-import-broken = { $path } has no last line with totals and has not changed for { $minutes } minutes. Nothing of it was imported; it was moved to failed.
    .help = Put the whole file in again. If only the last line is missing: otau import FILE.
cli-import-watch = Waiting for files in { $path }. Press Ctrl+C to stop.
cli-client-none = There is no client with the account { $account }.
cli-client-shown =
    Account          { $account }
    IIN              { $iin }
    Phone            { $phone }
    Contracts        { $contracts }
    As of            { $as_of }
    Password set     { $password }
    Failures in row  { $failures }
    Sessions         { $sessions }
    Consent          { $consent }
cli-client-unlocked = The wait is lifted, failed tries are forgotten.
cli-client-sessions = Sessions ended: { $count }.
cli-client-consent = text of { $version } ({ $language }), given { $given }
cli-client-consent-withdrawn = text of { $version } ({ $language }), given { $given }, withdrawn { $withdrawn }
cli-client-withdrawn = The cabinet is closed to the client until a new first authorization. Consents withdrawn: { $count }.
cli-client-erased = The client's data are erased. The journal stays for its term.
cli-client-sure = A client's data would be erased for good.
    .help = If you are sure, add --yes.
cli-client-former = Former clients: { $count }. All their contracts are closed and the register tells nothing of them, for { $years } years or more. Columns: account, day on which the last contract was closed, time of the last data.
cli-client-former-erased = Former clients whose data are erased: { $count }. The journal stays for its term.
cli-client-former-sure = The data of former clients would be erased for good.
    .help = Look at the list without --erase first. If you are sure, add --yes.
cli-backup-done = The copy is ready: { $path }, rows { $rows }.
cli-backup-exists = { $path } is there already; no copy was written.
cli-restore-done = Restored from the copy of { $time }, rows { $rows }. All clients have to sign in again.
cli-audit-whole = The journal is whole: entries { $count }. The last is no. { $seq }, its hash: { $hash }
cli-audit-broken = The journal was changed: entry { $seq } does not follow the one before it.
cli-audit-trimmed = Entries whose term is over were removed.
cli-audit-kept = No entry's term is over.
cli-keys-resealed = Sealed anew with the key that stands first: { $count }. Values: profiles, addresses, forms, messages.
cli-keys-sealed = Everything is sealed with the key that stands first. Older keys are needed for older copies only.
cli-keys-unopened = None of the keys opens so many values: { $count }. They are left as they are.
    .help = Put the key back that sealed them and run otau keys reseal again. Until then throw no key away.
cli-generate-done = Made-up clients: { $count }, file: { $path }

## Commands of operators: help

help-arg-config = File of settings; otau.toml in the site's folder by default, if there is one
help-arg-database = Database in the place of the one in the settings: sqlite://PATH or postgres://…
help-arg-account = Number of the personal account
help-migrate = Brings the tables of the database to what this program needs
help-migrate-examples =
    Examples:
      # A new database in a file
      otau migrate --database sqlite://data/otau.db

    A second run changes nothing. The keys come from OTAU_KEYS or OTAU_KEYS_FILE.
help-import = Imports files of the register: clients, contracts, schedules
help-import-examples =
    Examples:
      # Try first, then import
      otau import night.jsonl --dry-run
      otau import night.jsonl
      # Import whatever is put into a folder
      otau import --watch /srv/inbox

    docs/import.md describes the format. An import that was broken off goes on where it stopped.
    Refused records and differences are written beside the file, FILE.rejects.jsonl and
    FILE.differences.jsonl; the exit code is 1 then.
help-import-arg-files = Files that end in .jsonl or .csv
help-import-arg-dry_run = Checks everything and keeps nothing
help-import-arg-again = Imports a file that was imported before
help-import-arg-watch = Imports whatever is put into this folder, until it is stopped
help-import-arg-keep_days = How many days imported files stay in done and failed; for ever by default
help-client = One client: show, write out, unlock, withdraw the consent, erase
help-client-examples =
    Examples:
      otau client show 1000000001
      otau client export 1000000001 > client.json
      # Those who have been no clients for five years
      otau client former --years 5

    Everything goes into the journal.
help-client-show = Shows what is known of a client; personal numbers are masked
help-client-export = Writes out everything that is kept of a client as one JSON document
help-client-unlock = Lifts the wait before sign-in and forgets failed tries
help-client-end-sessions = Ends the sessions of a client
help-client-end-sessions-arg-all = Ends the sessions of all clients
help-client-withdraw-consent = Withdraws a client's consent: sessions end, the password is forgotten, the way back is a first authorization
help-client-erase = Erases a client's data; the journal stays
help-client-erase-arg-yes = Says that it is meant
help-client-former = Shows former clients: all contracts closed, not told by the register any more, not signing in
help-client-former-arg-years = For how many years at least
help-client-former-arg-erase = Erases the data of those in the list; the journal stays
help-client-former-arg-yes = Says that it is meant
help-backup = Makes an encrypted copy of the database while it is in use
help-backup-examples =
    Examples:
      otau backup /srv/backup/otau-2026-07-10.backup

    Only the same keys open a copy: keep them elsewhere.
    Sessions, codes and counters are in no copy.
help-restore = Restores a copy into an empty database
help-restore-examples =
    Examples:
      # The database may be of the other kind
      otau migrate --database sqlite://new/otau.db
      otau restore otau.backup --database sqlite://new/otau.db
help-arg-copy = File of the copy
help-audit = The journal of events: verify, write out
help-audit-verify = Verifies that no entry was changed or taken out
help-audit-export = Writes out entries, a JSON object a line
help-audit-export-arg-client = Of this client alone: account number
help-audit-export-arg-from = First day, YYYY-MM-DD
help-audit-export-arg-to = Last day, YYYY-MM-DD
help-audit-trim = Removes entries that are older than a year
help-keys = Keys of encryption
help-keys-examples =
    Examples:
      otau keys generate > keys
      # A new key: its line goes above the old ones, then everything is taken over to it
      otau keys generate --sealing
      otau keys reseal

    docs/deploy.md describes the whole way, also for several machines.
help-keys-generate = Makes new keys and prints them once
help-keys-generate-arg-sealing = Makes a sealing key alone: a line to put above the others
help-keys-reseal = Seals with the first key what older keys sealed; can be repeated at any time
help-demo = Made-up data
help-demo-generate = Makes a file of made-up clients
help-demo-generate-examples =
    Examples:
      otau demo generate --clients 1000 --seed 7 --out demo.jsonl
help-demo-generate-arg-clients = How many clients
help-demo-generate-arg-seed = The same number makes the same clients
help-demo-generate-arg-today = The day as of which they are made, YYYY-MM-DD; today by default
help-demo-generate-arg-out = File .jsonl or .csv; standard output by default
