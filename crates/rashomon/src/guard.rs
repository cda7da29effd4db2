//! Articles side by side, each behind its own wall.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::iter::{IntoParallelIterator, ParallelIterator};

/// Stack of a worker, in bytes: what the main thread has on most systems.
const STACK: usize = 8 << 20;

/// `work` on every item, on `threads` threads (0: one a core), results in the order of the items.
///
/// A panic in `work` is caught and given back as its message; the other items are not touched.
pub(crate) fn each<T, R>(
    threads: usize,
    items: Vec<T>,
    work: impl Fn(T) -> R + Sync,
) -> Vec<Result<R, String>>
where
    T: Send,
    R: Send,
{
    // Nothing that `work` borrows is looked at again after a panic but by calls for other items,
    // and those only read it.
    let guarded = |item| {
        GUARDED.set(true);
        let result = catch_unwind(AssertUnwindSafe(|| work(item)));
        GUARDED.set(false);
        result.map_err(|panic| message(&*panic))
    };
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .stack_size(STACK)
        .thread_name(|i| format!("rashomon-{i}"))
        .build();
    match pool {
        Ok(pool) => pool.install(|| items.into_par_iter().map(guarded).collect()),
        // no thread to be had: slower, the same result
        Err(_) => items.into_iter().map(guarded).collect(),
    }
}

thread_local! {
    /// Whether this thread is at work on an item.
    static GUARDED: Cell<bool> = const { Cell::new(false) };
    /// Where in our sources the last caught panic of this thread began.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps the panics that a run catches off standard error, for the whole process.
///
/// They are told as [`Failure`](crate::Failure)s, then with their place in the sources too. All
/// other panics are shown as before. For programs; a library that calls [`run`](crate::run) should
/// leave the choice to its program.
pub fn hush_caught_panics() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if GUARDED.get() {
            PLACE.set(panic.location().map(ToString::to_string));
        } else {
            usual(panic);
        }
    }));
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = if let Some(text) = panic.downcast_ref::<&str>() {
        text
    } else if let Some(text) = panic.downcast_ref::<String>() {
        text.as_str()
    } else {
        "a panic without a message"
    };
    match PLACE.take() {
        Some(place) => format!("{text} ({place})"),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::each;

    fn double_but_13(n: u32) -> u32 {
        assert!(n != 13, "unlucky {n}");
        n * 2
    }

    #[test]
    fn order_does_not_depend_on_threads() {
        let items: Vec<u32> = (100..400).collect();
        let expected: Vec<_> = items.iter().map(|n| Ok(n * 2)).collect();
        for threads in [1, 2, 7] {
            assert_eq!(each(threads, items.clone(), double_but_13), expected);
        }
    }

    #[test]
    fn a_panic_costs_one_item() {
        let results = each(2, vec![12, 13, 14], double_but_13);
        assert_eq!(results, [Ok(24), Err("unlucky 13".to_owned()), Ok(28)]);
    }
}
