//! Any bytes: see `iceroad_fuzz::workbook`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| iceroad_fuzz::workbook(data));
