# What a change has to pass, and the chores around it. `just --list` shows them.

# everything that continuous integration asks for
ready: fmt clippy test docs eval deny

fmt:
    cargo fmt --all --check

clippy:
    cargo clippy --workspace --all-targets -- -D warnings

test:
    cargo test --workspace

docs:
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps

# scores of every stage whose data is at hand, against eval/floors.json
eval *TASKS:
    cargo xtask eval {{TASKS}}

# licences and advisories of what we build on (cargo install cargo-deny)
deny:
    cargo deny check

# the example's golden dossier, after a change that is meant
bless:
    cargo xtask bless

# the backend for transformers, which the default build leaves out; ORT_DYLIB_PATH names ONNX Runtime
onnx:
    cargo clippy --package rashomon-annotate --package rashomon --features rashomon/onnx --all-targets -- -D warnings
    cargo test --package rashomon-annotate --features onnx
    cargo test --package rashomon --features onnx --test it model

# time of the example run
bench:
    cargo bench --package rashomon

# the example's page, in the browser
open:
    cargo run --release -- run examples/vessel-register --out out
    xdg-open out/index.html
