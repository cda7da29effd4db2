//! Work side by side, results in order, each piece of work behind its own wall.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;

/// Stack of a worker, in bytes: what the main thread has on most systems.
const STACK: usize = 8 << 20;

/// How many items a worker may be ahead of the one that is waited for.
const AHEAD: usize = 16;

/// Weight of all items at work or waiting for their turn: bytes.
const BUDGET: usize = 32 << 20;

/// `work` on every item, on `threads` threads (0: one a core); `take` gets the results in the order of
/// the items and ends it all with its first error.
///
/// Items are asked for, and results taken, on the calling thread. No more items are held than the
/// threads can be busy with: [`AHEAD`] a thread, and of those that `weigh` much (in bytes) together
/// [`BUDGET`], or a single one that weighs more. A panic in `work` is one of the caller's; to outlive it,
/// catch it there ([`caught`]).
pub(crate) fn stream<T, R, E>(
    threads: usize,
    mut items: impl Iterator<Item = T>,
    weigh: impl Fn(&T) -> usize,
    work: impl Fn(T) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E>
where
    T: Send,
    R: Send,
{
    let threads = match threads {
        0 => thread::available_parallelism().map_or(1, usize::from),
        n => n,
    };
    let (jobs, queue) = mpsc::channel::<(usize, T)>();
    let (results, done) = mpsc::channel();
    let (queue, work) = (&Mutex::new(queue), &work);
    thread::scope(|scope| {
        // ends the workers when this closure ends, however it does
        let jobs = jobs;
        let mut workers = 0;
        for n in 0..threads {
            let results = results.clone();
            let worker = move || {
                // the lock is let go before the work begins
                let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
                while let Ok((n, item)) = next() {
                    if results.send((n, caught(|| work(item)))).is_err() {
                        break;
                    }
                }
            };
            let name = format!("rashomon-{n}");
            let spawned =
                thread::Builder::new().name(name).stack_size(STACK).spawn_scoped(scope, worker);
            workers += usize::from(spawned.is_ok());
        }
        drop(results);
        if workers == 0 {
            // no thread to be had: slower, the same result
            return items.try_for_each(|item| take(work(item)));
        }
        // results from the first that was not taken yet, with the weights of their items
        let mut waiting: VecDeque<(usize, Option<R>)> = VecDeque::new();
        let (mut first, mut weight, mut more) = (0, 0, true);
        loop {
            let room = waiting.is_empty() || weight < BUDGET && waiting.len() < AHEAD * workers;
            if more && room {
                match items.next() {
                    Some(item) => {
                        let one = weigh(&item);
                        weight += one;
                        let n = first + waiting.len();
                        waiting.push_back((one, None));
                        jobs.send((n, item)).expect("a worker that waits");
                    }
                    None => more = false,
                }
            }
            if !more && waiting.is_empty() {
                return Ok(());
            }
            let next = if more && room { done.try_recv().ok() } else { done.recv().ok() };
            if let Some((n, result)) = next {
                waiting[n - first].1 = Some(result.unwrap_or_else(|panic| panic!("{panic}")));
            }
            while waiting.front().is_some_and(|(_, result)| result.is_some())
                && let Some((one, Some(result))) = waiting.pop_front()
            {
                first += 1;
                weight -= one;
                take(result)?;
            }
        }
    })
}

/// What `work` gives, or the message of the panic that it met.
///
/// What `work` borrows is looked at again after a panic: only borrow what it reads.
pub(crate) fn caught<R>(work: impl FnOnce() -> R) -> Result<R, String> {
    let outer = GUARDED.replace(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(outer);
    result.map_err(|panic| message(&*panic))
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
    use super::*;

    fn double_but_13(n: usize) -> Result<usize, String> {
        caught(|| {
            assert!(n != 13, "unlucky {n}");
            n * 2
        })
    }

    fn each(threads: usize, items: std::ops::Range<usize>) -> Vec<Result<usize, String>> {
        let mut results = Vec::new();
        let taken: Result<(), ()> = stream(
            threads,
            items,
            |_| 1,
            double_but_13,
            |result| {
                results.push(result);
                Ok(())
            },
        );
        taken.unwrap();
        results
    }

    #[test]
    fn order_does_not_depend_on_threads() {
        let expected: Vec<_> = (100..400).map(|n| Ok(n * 2)).collect();
        for threads in [1, 2, 7] {
            assert_eq!(each(threads, 100..400), expected);
        }
        assert_eq!(each(2, 0..0), []);
    }

    #[test]
    fn a_panic_costs_one_item() {
        assert_eq!(each(2, 12..15), [Ok(24), Err("unlucky 13".to_owned()), Ok(28)]);
    }

    #[test]
    fn no_more_is_held_than_the_budget() {
        let held = std::sync::atomic::AtomicUsize::new(0);
        let most = Cell::new(0);
        let order = std::sync::atomic::Ordering::SeqCst;
        let items = (0..200).inspect(|_| most.set(most.get().max(1 + held.fetch_add(1, order))));
        let taken: Result<(), ()> = stream(
            2,
            items,
            |_| BUDGET / 4,
            |item| item,
            |_| {
                held.fetch_sub(1, order);
                Ok(())
            },
        );
        taken.unwrap();
        assert!(most.get() <= 4, "{} held", most.get());
    }

    #[test]
    fn the_first_error_ends_it() {
        let ended = stream(2, 0.., |_| 1, |n| n, |n| if n < 50 { Ok(()) } else { Err(n) });
        assert_eq!(ended, Err(50));
    }
}
