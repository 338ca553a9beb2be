//! Reads of a source what the table is about: the paths it names. A lexer and a walk over its words; no types.

/// What a source names.
#[derive(Debug, Default)]
pub struct Source {
    /// Paths into this crate, from its root: `["model", "Dataset"]`.
    pub imports: Vec<Vec<String>>,
    /// All other paths as they stand there, and macros as `["println!"]`.
    pub names: Vec<Vec<String>>,
    /// Modules in files of their own that are compiled for tests alone, from the root of the crate.
    pub test_modules: Vec<Vec<String>>,
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Word(String),
    /// `::`
    Sep,
    Mark(char),
}

/// Reads the source of `module`; what is compiled for tests alone is left out.
pub fn read(text: &str, module: &[String]) -> Source {
    let mut walk =
        Walk { tokens: lex(text), at: 0, module: module.to_vec(), open: Vec::new(), source: Source::default() };
    while walk.at < walk.tokens.len() {
        walk.step();
    }
    walk.source
}

struct Walk {
    tokens: Vec<Token>,
    at: usize,
    module: Vec<String>,
    /// For each open brace whether it opened a module.
    open: Vec<bool>,
    source: Source,
}

impl Walk {
    fn token(&self, ahead: usize) -> Option<&Token> {
        self.tokens.get(self.at + ahead)
    }

    fn word(&self, ahead: usize) -> Option<&str> {
        match self.token(ahead) {
            Some(Token::Word(word)) => Some(word),
            _ => None,
        }
    }

    fn is_mark(&self, ahead: usize, mark: char) -> bool {
        self.token(ahead) == Some(&Token::Mark(mark))
    }

    fn step(&mut self) {
        match self.token(0) {
            Some(Token::Mark('#')) if self.is_test_attribute() => self.skip_item(),
            Some(Token::Mark('{')) => {
                self.open.push(false);
                self.at += 1;
            }
            Some(Token::Mark('}')) => {
                if self.open.pop() == Some(true) {
                    self.module.pop();
                }
                self.at += 1;
            }
            Some(Token::Word(word)) if word == "mod" && self.is_mark(2, '{') => {
                self.module.extend(self.word(1).map(str::to_owned));
                self.open.push(true);
                self.at += 3;
            }
            Some(Token::Word(_)) => self.path(),
            _ => self.at += 1,
        }
    }

    /// `#[cfg(test)]`
    fn is_test_attribute(&self) -> bool {
        self.is_mark(1, '[') && self.word(2) == Some("cfg") && self.is_mark(3, '(') && self.word(4) == Some("test")
    }

    /// Leaves out the item after the attribute, to its semicolon or the end of its braces.
    fn skip_item(&mut self) {
        self.at += 7;
        let mut depth = 0_usize;
        while let Some(token) = self.token(0).cloned() {
            if token == Token::Word("mod".to_owned()) && self.is_mark(2, ';') && depth == 0 {
                let name = self.word(1).map(str::to_owned);
                self.source.test_modules.push(self.module.iter().cloned().chain(name).collect());
            }
            self.at += 1;
            match token {
                Token::Mark('{') => depth += 1,
                Token::Mark('}') => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 && matches!(token, Token::Mark(';' | '}')) {
                return;
            }
        }
    }

    /// A path, or a tree of them, that begins at a word.
    fn path(&mut self) {
        let first = self.word(0).unwrap_or_default().to_owned();
        if self.is_mark(1, '!') {
            self.source.names.push(vec![first + "!"]);
            self.at += 1;
            return;
        }
        let is_import = self.token(1) == Some(&Token::Sep);
        let before = self.at.checked_sub(1).and_then(|before| self.tokens.get(before));
        let begins = !matches!(before, Some(Token::Mark('.') | Token::Sep));
        if !is_import || !begins {
            self.at += 1;
            return;
        }
        let base = match first.as_str() {
            "crate" | "hinterland" => Some(Vec::new()),
            "self" => Some(self.module.clone()),
            "super" => Some(parent(&self.module)),
            _ => None,
        };
        self.at += 2;
        let mut paths = Vec::new();
        let is_own = base.is_some();
        self.tree(base.unwrap_or_else(|| vec![first]), &mut paths);
        if is_own { self.source.imports.extend(paths) } else { self.source.names.extend(paths) }
    }

    /// What follows a `::`.
    fn tree(&mut self, mut base: Vec<String>, paths: &mut Vec<Vec<String>>) {
        match self.token(0).cloned() {
            Some(Token::Word(word)) => {
                match word.as_str() {
                    "super" => base = parent(&base),
                    "self" => {}
                    _ => base.push(word),
                }
                self.at += 1;
                if self.token(0) == Some(&Token::Sep) {
                    self.at += 1;
                    self.tree(base, paths);
                } else {
                    paths.push(base);
                }
            }
            Some(Token::Mark('{')) => {
                self.at += 1;
                while self.at < self.tokens.len() && !self.is_mark(0, '}') {
                    match self.token(0) {
                        Some(Token::Word(word)) if word == "as" => self.at += 2,
                        Some(Token::Word(_) | Token::Mark('{')) => self.tree(base.clone(), paths),
                        _ => self.at += 1,
                    }
                }
                self.at += 1;
            }
            _ => paths.push(base),
        }
    }
}

fn parent(module: &[String]) -> Vec<String> {
    module.iter().take(module.len().saturating_sub(1)).cloned().collect()
}

/// Words and marks, without comments and literals.
fn lex(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let taken = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_comment(rest)
        } else if let Some(length) = string(rest) {
            length
        } else if letter == '\'' {
            quoted(rest)
        } else if letter.is_alphanumeric() || letter == '_' {
            let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            tokens.push(Token::Word(rest[..length].to_owned()));
            length
        } else if rest.starts_with("::") {
            tokens.push(Token::Sep);
            2
        } else {
            if !letter.is_whitespace() {
                tokens.push(Token::Mark(letter));
            }
            letter.len_utf8()
        };
        rest = &rest[taken..];
    }
    tokens
}

/// The length of a block comment, those inside it included.
fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

/// The length of a string literal of any kind, when one begins here.
fn string(rest: &str) -> Option<usize> {
    if !rest.starts_with(['"', 'b', 'c', 'r']) {
        return None;
    }
    let prefix = rest.find('"')?;
    let (start, raw) = match &rest[..prefix] {
        "" | "b" | "c" => (prefix + 1, None),
        lead => {
            let hashes = lead.trim_start_matches(['b', 'c']).strip_prefix('r')?;
            (prefix + 1, hashes.chars().all(|c| c == '#').then(|| format!("\"{hashes}"))?.into())
        }
    };
    if let Some(end) = raw {
        let length = rest[start..].find(&end).map_or(rest.len(), |at| start + at + end.len());
        return Some(length);
    }
    let mut escaped = false;
    for (at, letter) in rest[start..].char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(start + at + 1),
            _ => {}
        }
    }
    Some(rest.len())
}

/// The length of a character literal, or of the quote alone when it begins a lifetime.
fn quoted(rest: &str) -> usize {
    let mut letters = rest.char_indices().skip(1);
    match letters.next() {
        Some((_, '\\')) => rest[3..].find('\'').map_or(1, |at| at + 4),
        Some(_) => letters.next().filter(|(_, letter)| *letter == '\'').map_or(1, |(at, _)| at + 1),
        None => 1,
    }
}
