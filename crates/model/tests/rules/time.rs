crate::cases! {}
