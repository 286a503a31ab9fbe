//! Any bytes: see `iceroad_fuzz::weather`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| iceroad_fuzz::weather(data));
