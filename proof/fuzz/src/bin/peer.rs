//! Any bytes: see `iceroad_fuzz::peer`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| iceroad_fuzz::peer(data));
