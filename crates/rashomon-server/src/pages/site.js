// Comfort only: every page reads and every form works without it.
const body = document.body;
const news = document.querySelector(".news");

// What changes while a page is open is told, and not put under the reader's eyes.
if (window.EventSource && body.dataset.change) {
  const changed = new Set();
  let own = false;
  const source = new EventSource(`/events?after=${body.dataset.change}`);
  source.addEventListener("change", (event) => {
    const { story } = JSON.parse(event.data);
    changed.add(story);
    own ||= story === body.dataset.about;
    const link = document.createElement("a");
    link.href = location.href.split("#")[0];
    link.textContent = own ? "Show it as it is told now" : "Show the page as it is now";
    const n = changed.size;
    const what = own ? "This story was told anew." : `${n} ${n === 1 ? "story" : "stories"} changed.`;
    news.replaceChildren(`${what} `, link);
    news.hidden = false;
  });
  // the list of what is being added is small, and nobody reads in it
  source.addEventListener("job", async () => {
    const here = document.querySelector("#jobs");
    if (!here) return;
    const page = await (await fetch("/add", { cache: "no-store" })).text();
    const now = new DOMParser().parseFromString(page, "text/html").querySelector("#jobs");
    if (now) here.replaceWith(now);
  });
  addEventListener("pagehide", () => source.close());
}

// "/" goes to the search, as on many sites
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea")) return;
  const field = document.querySelector("[role=search] input[type=search]");
  if (field) {
    event.preventDefault();
    field.focus();
  }
});
