### What can be wrong with a site's files: the message says what, .help says what to do.
### One message for each code: problem-<code>.
### $expected-kind and $found-kind are $expected and $found with hyphens for spaces; $x-given is “no” when $x is empty.

## Parts

problem-nearest = { $nearest-given ->
    [no] {""}
   *[yes] Did you mean “{ $nearest }”?
}
problem-in-language = { $language ->
    [kk] in Kazakh
    [ru] in Russian
   *[en] in English
}
problem-expected = { $expected-kind ->
    [text] text in quotes
    [string] text in quotes
    [integer] a whole number
    [float] a number
    [boolean] true or false
    [list] a list in square brackets
    [array] a list in square brackets
    [list-of-texts] a list of texts in square brackets
    [list-of-integers] a list of whole numbers in square brackets
    [date] a date such as 2022-07-10
    [datetime] a date such as 2022-07-10
    [table] a table
   *[something] { $expected }
}
problem-found = { $found-kind ->
    [text] text
    [string] text
    [integer] a whole number
    [float] a fraction
    [boolean] true or false
    [list] a list
    [array] a list
    [date] a date
    [datetime] a date
    [table] a table
   *[something] { $found }
}

## Files

problem-unreadable = The file cannot be read: { $reason }.
    .help = Check that the file exists and that you are allowed to read it.
problem-not-utf8 = The file is not in UTF-8.
    .help = Save it again in your editor with the encoding UTF-8.
problem-control-character = There is an invisible control character here.
    .help = Delete it. It usually comes with text pasted from another program.
problem-file-too-large = The file is too large: { $size } MB, the limit is { $limit } MB.
    .help = Make the file smaller or divide it.
problem-bad-symlink = The symbolic link leads outside the content folder or in a circle.
    .help = Replace the link with the file itself.
problem-unused-file = No text uses the file “{ $file }”.
    .help = Link to it from kk.md or ru.md, or delete it.

## TOML

problem-bad-toml = This is not valid TOML: { $reason }.
    .help = Check the quotes, brackets and equals signs on this line and the one above.
problem-unknown-field = Unknown field “{ $field }”.
    .help = { problem-nearest } Allowed: { $allowed }.
problem-wrong-type = The field “{ $field }” has a value of the wrong kind: { problem-found }.
    .help = Write { problem-expected }.
problem-bad-value = The field “{ $field }” cannot be “{ $value }”.
    .help = { problem-nearest } Allowed: { $allowed }.
problem-missing-field = The required field “{ $field }” is missing.
    .help = Add the line “{ $field } = …”.
problem-bad-front-matter = The text does not begin with its data between two lines “+++”.
    .help = Put the line “+++” before the fields and another one after them.
problem-bad-date = The date “{ $value }” in the field “{ $field }” does not exist.
    .help = Write year, month and day without quotes: 2022-07-10.
problem-dates-reversed = The page would be taken down before it is published.
    .help = Make “expire_at” later than “publish_at”.

## The site

problem-bad-key = The folder name “{ $key }” cannot be a page key.
    .help = Rename the folder: small Latin letters and digits, words joined by hyphens.
problem-duplicate-key = The page key “{ $key }” is used twice.
    .help = Rename one of the two folders. The other one: { $other }.
problem-duplicate-address = Two pages have the address { $address }.
    .help = Give one of them another “slug”. The other page: { $other }.
problem-no-text = The page has no text in any language.
    .help = Add kk.md and ru.md to the folder, or delete the folder.
problem-missing-language = The page has no text { problem-in-language }; readers see the other language instead.
    .help = Add { $language }.md, or write “only” in page.toml if the page is meant for one language.
problem-excluded-language = There is a text { problem-in-language }, but “only” in page.toml excludes it.
    .help = Delete { $language }.md or the field “only”.
problem-stray-text = This text belongs to no page.
    .help = Put a page.toml beside it, or move it to the folder of its page.
problem-no-home = The site has no home page.
    .help = Set type = "home" in one page.toml.
problem-two-homes = The site has more than one home page.
    .help = Leave type = "home" in one page.toml only. The other one: { $other }.
problem-unknown-page = There is no page with the key “{ $key }”.
    .help = { problem-nearest } A page's key is the name of its folder.
problem-hidden-page = The page “{ $key }” is not shown to readers: it is a draft or not yet published.
    .help = Publish that page first, or take the link away until then.
problem-unknown-category = There is no category “{ $key }”.
    .help = { problem-nearest } Categories are listed in content/categories.toml.
problem-unknown-tag = There is no tag “{ $key }”.
    .help = { problem-nearest } Tags are listed in content/tags.toml.
problem-redirect-clash = A page already has the old address { $address }.
    .help = Remove the address from “redirects”, or change the address of the page { $other }.
problem-redirect-twice = The old address { $address } leads to two pages.
    .help = Leave it in one page.toml. The other one: { $other }.
problem-redirect-loop = The replacements of expired pages go in a circle: { $chain }.
    .help = Let “expire_to” of one of these pages lead to a page in force.
problem-bad-redirect = “{ $address }” is not an address of this site.
    .help = Write the path alone, from the first slash to the last: "/kk/old/".
problem-review-due = The page was due for review on { $date }.
    .help = Read the page through, correct it and set a new “review_by”.
problem-description-length = { $length ->
    [one] The description is { $length } character long.
   *[other] The description is { $length } characters long.
}
    .help = Make it between 50 and 160 characters long: search engines cut longer ones.
problem-no-description = The page has no description.
    .help = Add “description”: one or two sentences, from 50 to 160 characters.
problem-duplicate-title = Another page has the same title.
    .help = Make the titles different, so that they can be told apart in lists. The other page: { $other }.

## Markdown

problem-heading-level-one = A level-1 heading stands inside the text.
    .help = Begin headings with “##”: the only level-1 heading is the page's title.
problem-heading-skipped = The heading of level { $level } skips a level.
    .help = Make it level { $expected }.
problem-duplicate-id = The id “{ $id }” stands twice on the page.
    .help = Change one of them, in both languages.
problem-headings-differ = The headings of the two languages differ from heading { $position } on: “{ $kk }” and “{ $ru }”.
    .help = Give both texts the same headings, of the same levels, in the same order.
problem-ids-differ = The same heading has the id “{ $id }” in one language and “{ $other }” in the other.
    .help = Leave one of the two ids: it counts for both languages.
problem-bad-link = The link “{ $link }” is of no allowed form.
    .help = Link to pages as key:page-key, to sections as #id; other sites begin with https:.
problem-dead-anchor = The page “{ $page }” has no section “{ $anchor }”.
    .help = { problem-nearest } The id of a section stands after its heading: {"{"}#id{"}"}.
problem-undefined-reference = The link [{ $name }] is defined nowhere.
    .help = Add the line “[{ $name }]: address”, or put a backslash before the bracket if this is no link.
problem-undefined-footnote = The footnote “{ $name }” has no text.
    .help = Add the line “[^{ $name }]: text of the footnote”.
problem-missing-file = The page's folder has no file “{ $file }”.
    .help = { problem-nearest } Put the file beside the text and write its name exactly.
problem-missing-alt = The picture “{ $file }” has no description.
    .help = Say in square brackets what is seen: ![what is seen]({ $file }).
problem-bad-picture = The picture “{ $file }” cannot be opened: { $reason }.
    .help = Save it again as PNG, JPEG or WebP.
problem-heavy-picture = The picture “{ $file }” is heavy: { $size } KB, better not over { $limit } KB.
    .help = Crop it or make it smaller.
problem-forbidden-html = The HTML tag “{ $tag }” is not allowed.
    .help = Use Markdown instead. Allowed tags: { $allowed }.
problem-forbidden-attribute = The attribute “{ $attribute }” is not allowed on “{ $tag }”.
    .help = Delete the attribute.
problem-unbalanced-html = The HTML tag “{ $tag }” is not closed, or is closed in the wrong place.
    .help = Close tags in reverse order, inside the same paragraph.
problem-unknown-directive = Unknown directive “{ $name }”.
    .help = { problem-nearest } Allowed: { $allowed }.
problem-directive-argument = The directive “{ $name }” needs an argument: { $argument }.
    .help = Write it on the same line, after the name.
problem-unclosed-directive = The directive “{ $name }” is never closed.
    .help = Put a line of its own with “:::” at its end.
problem-stray-directive-end = There is nothing for this “:::” to close.
    .help = Delete the line, or find the directive that was closed too early.
problem-misplaced-directive = { $parent-given ->
    [no] The directive “{ $name }” cannot stand by itself.
   *[yes] “{ $name }” cannot stand in the directive “{ $parent }”.
}
    .help = Move it to its place: a “step”, for example, stands in “steps” only.
problem-include-cycle = The pages include one another in a circle: { $chain }.
    .help = Remove one of these “include” lines.
problem-latin-look-alike = The Cyrillic word “{ $word }” has the Latin letter “{ $letter }” in it.
    .help = Type the letter again in the Cyrillic layout: otherwise search does not find the word.
problem-forbidden-term = The glossary forbids “{ $variant }”.
    .help = Write “{ $term }”. If the word itself is meant, put it between <q> and </q>.
problem-too-deep = Blocks are nested more than { $limit } levels deep.
    .help = Make the structure of lists and quotations simpler.

## Search

problem-synonym-alone = A group of synonyms needs at least two words.
    .help = Add a word that means the same, or take the group out.
problem-synonym-not-a-word = “{ $word }” is not one word.
    .help = Synonyms are single words. Write a phrase among the keywords of the page that answers it.
problem-synonym-twice = “{ $word }” stands in another group of synonyms too.
    .help = Join the groups if all their words mean the same; otherwise leave the word in one of them.
problem-synonym-unused = The texts have no word of the group of “{ $word }”, so it finds nothing.
    .help = Add the word that the texts use, or take the group out.
problem-query-incomplete = A query has three parts: language, words, key of the page that answers it.
    .help = For example: ["kk", "төлем кестесі", "payment-schedule"].
problem-query-page = A query expects the page “{ $key }”, which does not exist.
    .help = { problem-nearest } A page's key is the name of its folder.
problem-query-missed = “{ $query }” should find { $wanted }, but the first pages are: { $found }.
    .help = Add the words that people use to the page's keywords or to synonyms.toml. “otau search --explain” shows why other pages came first.
problem-nonsense-answered = “{ $query }” should find nothing, but finds: { $found }.
    .help = “otau search --explain” shows which words led there.

## Interface strings

problem-bad-fluent = The message cannot be read: { $reason }.
    .help = Check the equals sign, the indents and the braces here.
problem-missing-message = The message “{ $key }” is missing { problem-in-language }.
    .help = Add it to a file in locales/{ $language }/.
problem-unused-message = Nothing uses the message “{ $key }”.
    .help = Delete it in all languages.
problem-duplicate-message = The message “{ $key }” stands twice.
    .help = Delete one of the two. The other one: { $other }.
problem-missing-variable = The message “{ $key }” does not use the variable “{ $variable }” { problem-in-language }.
    .help = Add {"{"} ${ $variable } {"}"} to the message: another language uses it.
problem-missing-plural = The message “{ $key }” lacks the plural form “{ $form }” { problem-in-language }.
    .help = Add the line “[{ $form }] …” to the choice.

## Templates

problem-bad-template = The template cannot be used: { $reason }.
    .help = Correct the template at this place.
problem-unknown-variable = The template names the variable “{ $variable }”, which this page does not have.
    .help = { problem-nearest } Allowed: { $allowed }.
problem-unknown-message = There is no message “{ $key }”.
    .help = { problem-nearest } Add the message to the locale files of both languages, or correct the key.
problem-unknown-asset = The theme has no file “{ $asset }”.
    .help = { problem-nearest } Put the file in the theme's folder, or correct its name.
problem-unknown-theme = There is no theme “{ $theme }”.
    .help = Correct “theme” in site.toml: the built-in theme is “otau”, others are folders in themes/.
problem-bad-asset = The style sheet or script cannot be compressed: { $reason }.
    .help = Correct the file at this place.

## Settings

problem-secret-missing = The secret { $name } is not given.
    .help = Put it into the environment variable { $name }, or name a file with it in { $name }_FILE.
problem-secret-sample = The value of { $name } comes from an example and is no secret.
    .help = Give your own: in { $name }, or in the file that { $name }_FILE names.
problem-secret-open = Others can read the secret in the file { $file }.
    .help = Leave it to its owner alone: chmod 600 { $file }.
problem-secret-inside = There is a password in the field “{ $field }”.
    .help = Take it out of the file and give the whole address in the environment variable { $name }, or in the file that { $name }_FILE names.
