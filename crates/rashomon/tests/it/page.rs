//! The page for people loads nothing.

use crate::support::example;

/// What makes a browser fetch something when a page is opened, with what is fetched.
fn requests(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in html.match_indices('<') {
        let Some(end) = html[at..].find('>') else { continue };
        let tag = &html[at..at + end];
        let name: String = tag[1..]
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_lowercase();
        if name.is_empty() {
            continue;
        }
        for attribute in ["src", "srcset", "href", "data", "poster", "background", "action"] {
            let Some(value) = tag.split(&format!(" {attribute}=")).nth(1) else { continue };
            let value = value.trim_start_matches(['"', '\'']);
            // a link is followed when a person follows it; a place in the page is no request
            let loads = !(name == "a" || value.starts_with('#') || value.starts_with("data:"));
            if loads {
                found.push(format!("<{name} {attribute}={}", &value[..value.len().min(40)]));
            }
        }
    }
    let styles_and_scripts =
        ["url(", "@import", "fetch(", "XMLHttpRequest", "WebSocket", "sendBeacon"];
    for block in html.split("<style").skip(1).chain(html.split("<script").skip(1)) {
        let block = block.split("</").next().unwrap_or("");
        for word in styles_and_scripts {
            if block.replace("url(data:", "").replace("url(#", "").contains(word) {
                found.push(word.to_owned());
            }
        }
    }
    found
}

#[test]
fn the_check_finds_requests() {
    let page = "<link rel=x href=\"https://a.example/x.css\"><img src='//b.example/y.png'>\
                <style>@import 'z';</style><a href=\"https://c.example\">c</a><use href=\"#d\">";
    assert_eq!(requests(page).len(), 3, "{:?}", requests(page));
}

#[test]
fn no_request_leaves_the_page() {
    let page = example().file("index.html");
    assert_eq!(requests(&page), Vec::<String>::new());
    assert!(page.contains("name=\"viewport\""), "readable on a phone");
    assert!(page.contains("lang=\"en\""), "says its language");
}

/// Every link within the page has its target.
#[test]
fn every_inner_link_leads_somewhere() {
    let page = example().file("index.html");
    let targets: std::collections::BTreeSet<&str> =
        page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let mut links = 0;
    for target in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(target.is_empty() || targets.contains(target), "#{target} leads nowhere");
        links += 1;
    }
    assert!(links > 50, "{links} links from statements to passages");
}
