//! What the endpoints of search say about themselves in `/openapi.json`.

use serde_json::{Value, json};

use super::asked::{MOST_PAGES, SIZE, SUGGESTIONS};
use crate::http::openapi::{Description, object};
use crate::http::problems::problem;
use crate::search::index::KINDS;
use crate::search::query::{LONGEST, MOST_TERMS};
use crate::search::suggest;

pub(super) fn search() -> Description {
    Description {
        path: json!({"get": {
            "operationId": "search",
            "summary": "Pages that answer a query",
            "description": "The list that `/{lang}/search` shows, in the same order. Both languages are searched: a page \
                is found by its text in either and shown in the reader's; pages that exist in the other language only \
                come last and name it in `lang`.",
            "parameters": [
                lang(),
                query("өтемақы"),
                kind(),
                {
                    "name": "n",
                    "in": "query",
                    "description": format!("Results on a page: one of the sizes that the page of results offers \
                        ({SIZE}, 20 and 50 unless the site says otherwise)."),
                    "schema": {"type": "integer", "minimum": 1, "maximum": 200, "default": SIZE},
                },
                {
                    "name": "p",
                    "in": "query",
                    "description": "Number of the page of results.",
                    "schema": {"type": "integer", "minimum": 1, "maximum": MOST_PAGES, "default": 1},
                },
            ],
            "responses": responses(
                "SearchAnswer",
                &json!({
                    "query": "өтемақы",
                    "lang": "kk",
                    "kind": null,
                    "meant": null,
                    "total": 1,
                    "page": 1,
                    "pages": 1,
                    "size": SIZE,
                    "results": [{
                        "key": "compensation-what",
                        "kind": "faq",
                        "section": null,
                        "url": "/kk/faq/otemaqy-degen-ne/",
                        "lang": null,
                        "title": "Өтемақы деген не?",
                        "title_html": "<mark>Өтемақы</mark> деген не?",
                        "heading_html": null,
                        "snippet": "<mark>Өтемақы</mark> – ескі тұрғын үй салымдары үшін төленетін ақша.",
                        "score": 31.4,
                    }],
                }),
                "page-number",
            ),
        }}),
        schemas: json!({
            "SearchAnswer": object(&json!({
                "query": {"type": "string", "description": "The query as it was read."},
                "lang": language(),
                "kind": nullable_kind(),
                "meant": {"type": ["string", "null"], "description": "What was probably meant, where that is not what was typed."},
                "total": {"type": "integer", "minimum": 0, "description": "Pages found."},
                "page": {"type": "integer", "minimum": 1},
                "pages": {"type": "integer", "minimum": 1},
                "size": {"type": "integer", "minimum": 1, "description": "Results on a page."},
                "results": {"type": "array", "description": "Best first.", "items": {"$ref": "#/components/schemas/SearchResult"}},
            })),
            "SearchResult": object(&shared(&json!({
                "title": {"type": "string", "description": "Title of the page."},
                "title_html": {"type": "string", "description": "The same as HTML, escaped, the words found in `<mark>`."},
                "heading_html": {"type": ["string", "null"], "description": "Title of the section, likewise."},
                "snippet": {"type": "string", "description": "A part of the text, likewise."},
                "score": {"type": "number", "description": "How well it fits; comparable within one answer."},
            }))),
        }),
    }
}

pub(super) fn suggest() -> Description {
    Description {
        path: json!({"get": {
            "operationId": "suggest",
            "summary": "Pages whose titles fit what is being typed",
            "description": "For a field that shows results as one types. The last word may be unfinished. Only titles \
                and keywords are looked at; what stands in texts is for the search itself.",
            "parameters": [
                lang(),
                query("отемак"),
                kind(),
                {
                    "name": "n",
                    "in": "query",
                    "description": "Most suggestions.",
                    "schema": {"type": "integer", "minimum": 1, "maximum": suggest::MOST, "default": SUGGESTIONS},
                },
            ],
            "responses": responses(
                "SuggestAnswer",
                &json!({
                    "query": "отемак",
                    "lang": "kk",
                    "kind": null,
                    "all": "/kk/search?q=%D0%BE%D1%82%D0%B5%D0%BC%D0%B0%D0%BA",
                    "results": [{
                        "key": "compensation-what",
                        "kind": "faq",
                        "section": null,
                        "url": "/kk/faq/otemaqy-degen-ne/",
                        "lang": null,
                        "title": "Өтемақы деген не?",
                        "parts": [{"text": "Өтемақ", "mark": true}, {"text": "ы деген не?", "mark": false}],
                        "page_title": null,
                    }],
                }),
                "page-size",
            ),
        }}),
        schemas: json!({
            "SuggestAnswer": object(&json!({
                "query": {"type": "string", "description": "The query as it was read."},
                "lang": language(),
                "kind": nullable_kind(),
                "all": {"type": "string", "description": "Address of the page with all results."},
                "results": {
                    "type": "array",
                    "maxItems": suggest::MOST,
                    "description": "Best first.",
                    "items": {"$ref": "#/components/schemas/Suggestion"},
                },
            })),
            "Suggestion": object(&shared(&json!({
                "title": {"type": "string", "description": "Title of the page, or of the section if it is one."},
                "parts": {
                    "type": "array",
                    "description": "The title in pieces; together they are the whole of it.",
                    "items": object(&json!({
                        "text": {"type": "string"},
                        "mark": {"type": "boolean", "description": "Whether it fits what was typed."},
                    })),
                },
                "page_title": {"type": ["string", "null"], "description": "Title of the page that a section stands on."},
            }))),
        }),
    }
}

/// What every result has, with its own fields.
fn shared(own: &Value) -> Value {
    let mut all = json!({
        "key": {"type": "string", "description": "Key of the page, the same in both languages for ever."},
        "kind": {"type": "string", "enum": KINDS},
        "section": {"type": ["string", "null"], "description": "Id of the section, if it is one."},
        "url": {"type": "string", "pattern": "^/", "description": "Path in the reader's language, with the id of the section."},
        "lang": {"type": ["string", "null"], "enum": ["kk", "ru", null], "description": "Language of the text, where it is not the reader's."},
    });
    if let (Value::Object(all), Value::Object(own)) = (&mut all, own) {
        all.extend(own.clone());
    }
    all
}

fn language() -> Value {
    json!({"type": "string", "enum": ["kk", "ru"]})
}

fn nullable_kind() -> Value {
    let kinds: Vec<Option<&str>> = KINDS.into_iter().map(Some).chain([None]).collect();
    json!({"type": ["string", "null"], "enum": kinds})
}

fn lang() -> Value {
    json!({"name": "lang", "in": "query", "required": true, "description": "Language of the reader.", "schema": language()})
}

fn query(example: &str) -> Value {
    json!({
        "name": "q",
        "in": "query",
        "required": true,
        "description": format!("What a person typed, at most {MOST_TERMS} words. No character of it is an operator."),
        "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST},
        "example": example,
    })
}

fn kind() -> Value {
    json!({
        "name": "kind",
        "in": "query",
        "description": "Only pages of this type: `faq` for questions.",
        "schema": {"type": "string", "enum": KINDS},
    })
}

fn responses(schema: &str, example: &Value, number: &str) -> Value {
    let content = json!({"application/json": {
        "schema": {"$ref": format!("#/components/schemas/{schema}")},
        "example": example,
    }});
    let bad = [
        "query-empty",
        "query-too-long",
        "query-too-many-words",
        "query-encoding",
        "language",
        "kind",
        "page-size",
        "page-number",
        "parameter-twice",
    ];
    let bad: Vec<&str> = bad.into_iter().filter(|code| *code != "page-number" || number == "page-number").collect();
    json!({
        "200": {"description": "The answer; the list may be empty.", "content": content},
        "400": problem(400, "A parameter that cannot be.", &bad),
        "404": problem(404, "The site has no search.", &["not-found"]),
        "503": problem(
            503,
            "The search is away: its index is damaged, there is no site yet, or too many search at the moment.",
            &["search-unavailable", "unavailable", "busy"],
        ),
    })
}
