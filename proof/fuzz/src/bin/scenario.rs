//! Any bytes: see `iceroad_fuzz::scenario`. With `ICEROAD_FUZZ_SEEDS` it writes what all targets begin with into that folder, and ends.
#![no_main]

libfuzzer_sys::fuzz_target!(
    init: {
        if let Some(folder) = std::env::var_os("ICEROAD_FUZZ_SEEDS") {
            let written = iceroad_fuzz::write_seeds(folder.as_ref());
            std::process::exit(i32::from(written.is_err()));
        }
    },
    |data: &[u8]| iceroad_fuzz::scenario(data)
);
