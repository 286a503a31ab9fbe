//! Any bytes: see `iceroad_fuzz::checkpoint`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| iceroad_fuzz::checkpoint(data));
