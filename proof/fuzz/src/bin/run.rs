//! Any bytes: see `iceroad_fuzz::run`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    iceroad_fuzz::run(data);
});
