//! Any bytes: see `iceroad_fuzz::map`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| iceroad_fuzz::map(data));
