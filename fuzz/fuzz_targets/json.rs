#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| otau_fuzz::json(text));
