// Every view of the site, with what is on it that only this view has.

/** The views of a served demo. `page` is any page of it: where things stand is read from the API. */
export async function views(address) {
  const get = async (path) => (await fetch(`${address}/api/v1/${path}`)).json();
  const list = async (path) => (await get(path)).rows;
  const story = (await list("stories?order=outlets"))[0].id;
  const body = await (await fetch(`${address}/stories/${story}`)).text();
  const passage = body.match(/\/articles\/a\d+\?from=\d+&amp;to=\d+#here/)[0].replaceAll("&amp;", "&");
  const entity = (await list("entities"))[0].id;
  return [
    { name: "stories", path: "/", has: ".card h2" },
    { name: "story", path: `/stories/${story}`, has: ".facts table" },
    { name: "revisions", path: `/stories/${story}/revisions`, has: ".log" },
    { name: "articles", path: "/articles", has: ".rows li" },
    { name: "article", path: passage, has: "#here" },
    { name: "entities", path: "/entities", has: "tbody th a" },
    { name: "entity", path: `/entities/${entity}`, has: ".dated li" },
    { name: "ask", path: "/search", has: "details.asking[open]" },
    { name: "search", path: "/search?q=attack+OR+strike", has: ".hits mark" },
    { name: "query", path: "/search?q=type%3Anonsense", has: "[role=alert]", status: 400 },
    { name: "map", path: "/map", has: "svg.map .place" },
    { name: "changes", path: "/changes", has: ".log h3" },
    { name: "add", path: "/add", has: "input[type=file]" },
    { name: "missing", path: "/nowhere", has: "h1", status: 404 },
  ];
}
