//! The elements that are told apart.

/// What an element is, as far as reading an article needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Tag {
    /// Around the page.
    Root,
    /// A text node.
    Text,
    Head,
    Title,
    Meta,
    Link,
    Base,
    Script,
    Style,
    Noscript,
    Body,
    Html,
    Article,
    Main,
    Section,
    Div,
    Header,
    Footer,
    Nav,
    Aside,
    P,
    H1,
    H2,
    H3,
    H4,
    H5,
    H6,
    Blockquote,
    Pre,
    Ul,
    Ol,
    Li,
    Dl,
    Dt,
    Dd,
    Table,
    Tr,
    Td,
    Th,
    Figure,
    Figcaption,
    Form,
    Button,
    Select,
    Option,
    Address,
    Details,
    Hr,
    Br,
    A,
    Time,
    Img,
    /// Any other element without content.
    Void,
    /// Text-level elements: `b`, `span`, `font`, …
    Inline,
    /// Never shown as text: `svg`, `template`, `iframe`, …
    Skip,
    /// Any other element; taken for a block.
    Other,
}

impl Tag {
    pub(crate) const COUNT: usize = Self::Other as usize + 1;

    pub(crate) fn of(name: &[u8]) -> Self {
        match name {
            b"html" => Self::Html,
            b"head" => Self::Head,
            b"title" => Self::Title,
            b"meta" => Self::Meta,
            b"link" => Self::Link,
            b"base" => Self::Base,
            b"script" => Self::Script,
            b"style" => Self::Style,
            b"noscript" => Self::Noscript,
            b"body" => Self::Body,
            b"article" => Self::Article,
            b"main" => Self::Main,
            b"section" => Self::Section,
            b"div" | b"center" => Self::Div,
            b"header" | b"hgroup" => Self::Header,
            b"footer" => Self::Footer,
            b"nav" | b"menu" | b"dir" => Self::Nav,
            b"aside" => Self::Aside,
            b"p" => Self::P,
            b"h1" => Self::H1,
            b"h2" => Self::H2,
            b"h3" => Self::H3,
            b"h4" => Self::H4,
            b"h5" => Self::H5,
            b"h6" => Self::H6,
            b"blockquote" => Self::Blockquote,
            b"pre" => Self::Pre,
            b"ul" => Self::Ul,
            b"ol" => Self::Ol,
            b"li" => Self::Li,
            b"dl" => Self::Dl,
            b"dt" => Self::Dt,
            b"dd" => Self::Dd,
            b"table" => Self::Table,
            b"tr" => Self::Tr,
            b"td" => Self::Td,
            b"th" => Self::Th,
            b"figure" => Self::Figure,
            b"figcaption" => Self::Figcaption,
            b"form" | b"fieldset" => Self::Form,
            b"button" => Self::Button,
            b"select" => Self::Select,
            b"option" => Self::Option,
            b"address" => Self::Address,
            b"details" => Self::Details,
            b"hr" => Self::Hr,
            b"br" => Self::Br,
            b"a" => Self::A,
            b"time" => Self::Time,
            b"img" => Self::Img,
            b"area" | b"col" | b"embed" | b"input" | b"param" | b"source" | b"track" | b"wbr"
            | b"frame" => Self::Void,
            b"svg"
            | b"template"
            | b"iframe"
            | b"object"
            | b"canvas"
            | b"video"
            | b"audio"
            | b"textarea"
            | b"math"
            | b"map"
            | b"noembed"
            | b"noframes"
            | b"applet"
            | b"dialog"
            | b"datalist"
            | b"picture-placeholder" => Self::Skip,
            b"abbr" | b"acronym" | b"b" | b"bdi" | b"bdo" | b"big" | b"cite" | b"code"
            | b"data" | b"del" | b"dfn" | b"em" | b"font" | b"i" | b"ins" | b"kbd" | b"label"
            | b"mark" | b"q" | b"rp" | b"rt" | b"ruby" | b"s" | b"samp" | b"small" | b"span"
            | b"strike" | b"strong" | b"sub" | b"sup" | b"tt" | b"u" | b"var" | b"picture"
            | b"nobr" | b"blink" | b"o:p" | b"amp-img" => Self::Inline,
            _ => Self::Other,
        }
    }

    /// Has no content and no end tag.
    pub(crate) fn is_void(self) -> bool {
        matches!(
            self,
            Self::Meta | Self::Link | Self::Base | Self::Br | Self::Hr | Self::Img | Self::Void
        )
    }

    /// Stands inside a line of text.
    pub(crate) fn is_inline(self) -> bool {
        matches!(
            self,
            Self::Text | Self::Inline | Self::A | Self::Time | Self::Img | Self::Void | Self::Br
        )
    }

    /// Its text is never part of what a reader sees as the page's text.
    pub(crate) fn is_hidden(self) -> bool {
        matches!(
            self,
            Self::Head
                | Self::Title
                | Self::Script
                | Self::Style
                | Self::Noscript
                | Self::Skip
                | Self::Select
                | Self::Option
        )
    }

    pub(crate) fn is_heading(self) -> bool {
        matches!(self, Self::H1 | Self::H2 | Self::H3 | Self::H4 | Self::H5 | Self::H6)
    }

    /// Ends an open paragraph.
    pub(crate) fn closes_paragraph(self) -> bool {
        !self.is_inline()
            && !matches!(
                self,
                Self::Other
                    | Self::Button
                    | Self::Skip
                    | Self::Script
                    | Self::Style
                    | Self::Noscript
                    | Self::Select
                    | Self::Option
                    | Self::Meta
                    | Self::Link
                    | Self::Base
                    | Self::Head
                    | Self::Html
                    | Self::Title
                    | Self::Td
                    | Self::Th
                    | Self::Tr
            )
    }
}
