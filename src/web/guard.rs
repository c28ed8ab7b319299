//! Which requests are let in, and what every answer says to the browser about itself.
//!
//! A page of somebody else that is open in the same browser can send requests here: by the name of this machine (cross-site requests), or by a
//! name of its own that it lets point here (DNS rebinding). The first has another `Origin`, the second another `Host`; both are turned away,
//! and so is what a browser says was asked by another site (`Sec-Fetch-Site`). What is no browser sends neither, and is let in.
//!
//! Where the page is not for this machine alone, a request also needs the token: in a cookie that the browser got when it was first shown the
//! token in the address, or as `Authorization: Bearer`.

use super::store::fingerprint;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

/// What a page may load and do: what comes from here, and no script or style within the page.
pub const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
    frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";
/// Longest time for the body of a request.
const PATIENCE: Duration = Duration::from_secs(30);
/// Where files are sent to, which are longer and may take more time.
pub const UPLOADS: &str = "/api/uploads/";
/// Longest file that is sent, in bytes.
pub const LONGEST_UPLOAD: usize = 256 << 20;
/// Longest time for it.
const PATIENCE_OF_UPLOADS: Duration = Duration::from_secs(600);
/// Name of the cookie that holds the token.
const COOKIE: &str = "callboard";
/// Bytes of a token that is made.
const TOKEN_BYTES: usize = 24;

/// Who may ask.
#[derive(Debug, Clone)]
pub struct Guard {
    allowed: Arc<Allowed>,
}

#[derive(Debug)]
struct Allowed {
    /// Names by which the server is asked, in small letters and without the port.
    names: Vec<String>,
    /// Whether it may be asked by any address of this machine too.
    any_address: bool,
    port: u16,
    scheme: &'static str,
    /// SHA-256 of the token, where one is needed: comparing that tells nothing of the token by the time that it takes.
    token: Option<String>,
    /// Longest body of a request, in bytes.
    longest_body: usize,
}

/// A token that nobody can guess, in hexadecimal.
pub fn new_token() -> Result<String, getrandom::Error> {
    use std::fmt::Write;
    let mut bytes = [0; TOKEN_BYTES];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().fold(String::new(), |mut text, byte| {
        _ = write!(text, "{byte:02x}");
        text
    }))
}

/// Which names a server goes by: its address, and on this machine alone also `localhost`.
pub fn names_of(address: IpAddr, given: &[String]) -> Vec<String> {
    let own = match address {
        address if address.is_unspecified() => Vec::new(),
        IpAddr::V6(address) => vec![format!("[{address}]")],
        IpAddr::V4(address) => vec![address.to_string()],
    };
    let local = address.is_loopback().then(|| "localhost".to_owned());
    own.into_iter().chain(local).chain(given.iter().map(|name| name.to_ascii_lowercase())).collect()
}

impl Guard {
    /// Requests to an address, by its number, the names that are given, and on this machine `localhost`.
    pub fn of(
        address: SocketAddr,
        names: &[String],
        token: Option<&str>,
        is_encrypted: bool,
        longest_body: usize,
    ) -> Self {
        let scheme = if is_encrypted { "https" } else { "http" };
        let allowed = Allowed {
            names: names_of(address.ip(), names),
            any_address: address.ip().is_unspecified(),
            port: address.port(),
            scheme,
            token: token.map(|token| fingerprint(token.as_bytes())),
            longest_body,
        };
        Self { allowed: Arc::new(allowed) }
    }

    /// Whether a host with its port, as a request has it, is this server.
    fn is_host(&self, host: &str) -> bool {
        let allowed = &self.allowed;
        let usual = if allowed.scheme == "https" { 443 } else { 80 };
        // Behind the bracket of an IPv6 address, or anywhere in another name, a colon begins the port.
        let end = host.rfind(']').map_or(0, |end| end + 1);
        let (name, port) = match host[end..].rfind(':') {
            Some(at) => (&host[..end + at], host[end + at + 1..].parse().ok()),
            None => (host, Some(usual)),
        };
        let is_address = name.trim_matches(['[', ']']).parse::<IpAddr>().is_ok();
        port == Some(allowed.port)
            && (allowed.names.iter().any(|known| known == name) || (allowed.any_address && is_address))
    }

    /// Why a request is turned away; `None` where it is let in.
    pub fn refusal(&self, headers: &HeaderMap) -> Option<&'static str> {
        let one = |name: HeaderName| {
            let mut values = headers.get_all(name).iter();
            (values.next(), values.next().is_some())
        };
        let text = |value: &HeaderValue| value.to_str().unwrap_or_default().to_ascii_lowercase();
        match one(header::HOST) {
            (Some(host), false) if self.is_host(&text(host)) => {}
            _ => return Some("the request is for another host than this server"),
        }
        match one(header::ORIGIN) {
            (None, _) => {}
            (Some(origin), false)
                if text(origin)
                    .strip_prefix(self.allowed.scheme)
                    .and_then(|rest| rest.strip_prefix("://"))
                    .is_some_and(|host| self.is_host(host)) => {}
            _ => return Some("the request comes from another page than that of this server"),
        }
        match one(HeaderName::from_static("sec-fetch-site")) {
            (None, _) => None,
            (Some(site), false) if matches!(text(site).as_str(), "same-origin" | "none") => None,
            _ => Some("the request comes from another site"),
        }
    }

    /// Whether a text is the token.
    fn is_token(&self, text: &str) -> bool {
        self.allowed.token.as_ref().is_none_or(|token| *token == fingerprint(text.as_bytes()))
    }

    /// Whether a request has the token, where one is needed.
    pub fn has_token(&self, headers: &HeaderMap) -> bool {
        if self.allowed.token.is_none() {
            return true;
        }
        let texts = |name| headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
        let bearers = texts(header::AUTHORIZATION).filter_map(|value| value.strip_prefix("Bearer "));
        let cookies = texts(header::COOKIE).flat_map(|value| value.split(';'));
        let ours = cookies.filter_map(|cookie| cookie.trim().strip_prefix(COOKIE)?.strip_prefix('='));
        bearers.chain(ours).any(|text| self.is_token(text))
    }

    /// Where a request leads that shows the token in its address: to the same page without it, with the token as a cookie.
    fn welcome(&self, uri: &Uri) -> Option<Response> {
        self.allowed.token.as_ref()?;
        let shown = uri.query()?.strip_prefix("token=").filter(|_| uri.path() == "/")?;
        if !self.is_token(shown) {
            return None;
        }
        let cookie = format!("{COOKIE}={shown}; Path=/; HttpOnly; SameSite=Strict; Secure");
        let headers = [(header::SET_COOKIE, cookie), (header::LOCATION, "/".to_owned())];
        Some((StatusCode::SEE_OTHER, headers).into_response())
    }
}

async fn answered(guard: &Guard, request: Request, next: Next) -> Response {
    if let Some(why) = guard.refusal(request.headers()) {
        return (StatusCode::FORBIDDEN, why).into_response();
    }
    if let Some(welcome) = guard.welcome(request.uri()) {
        return welcome;
    }
    if !guard.has_token(request.headers()) {
        let why = "a token is needed: open the address that callboard printed when it was started";
        return (StatusCode::UNAUTHORIZED, why).into_response();
    }
    let too_long =
        || (StatusCode::PAYLOAD_TOO_LARGE, "the body of the request is too long, or broke off").into_response();
    let (longest, patience) = if request.uri().path().starts_with(UPLOADS) {
        (LONGEST_UPLOAD, PATIENCE_OF_UPLOADS)
    } else {
        (guard.allowed.longest_body, PATIENCE)
    };
    // What promises to be too long is not begun with.
    let promised =
        request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if promised.is_some_and(|promised| promised > longest as u64) {
        return too_long();
    }
    // The whole body is here before anything is done with it, so that nobody holds a place by sending it slowly.
    let (parts, body) = request.into_parts();
    match tokio::time::timeout(patience, to_bytes(body, longest)).await {
        Ok(Ok(bytes)) => next.run(Request::from_parts(parts, Body::from(bytes))).await,
        Ok(Err(_)) => too_long(),
        Err(_) => (StatusCode::REQUEST_TIMEOUT, "the body of the request did not come in time").into_response(),
    }
}

/// Turns away what is not for us, and lets every answer say what a page may do.
pub async fn guarded(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    let mut response = answered(&guard, request, next).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, HeaderValue::from_str(value).unwrap());
        }
        headers
    }

    fn refused(pairs: &[(&'static str, &str)]) -> bool {
        let guard = Guard::of("127.0.0.1:8080".parse().unwrap(), &[], None, false, 1);
        guard.refusal(&headers(pairs)).is_some()
    }

    #[test]
    fn requests_to_us_are_let_in_and_those_by_other_names_are_not() {
        assert!(!refused(&[("host", "127.0.0.1:8080")]));
        assert!(!refused(&[("host", "LOCALHOST:8080")]));
        for host in [
            "evil.example:8080",
            "127.0.0.1",
            "127.0.0.1:80",
            "localhost.evil.example:8080",
            "",
            "192.0.2.1:8080",
            "[::1]:8080",
        ] {
            assert!(refused(&[("host", host)]), "{host}");
        }
        assert!(refused(&[]), "no host at all");
        assert!(refused(&[("host", "127.0.0.1:8080"), ("host", "evil.example")]), "two of them");
    }

    #[test]
    fn requests_of_other_pages_are_turned_away() {
        let host = ("host", "127.0.0.1:8080");
        assert!(!refused(&[host, ("origin", "http://127.0.0.1:8080")]));
        for origin in [
            "https://127.0.0.1:8080",
            "http://127.0.0.1:9999",
            "http://evil.example",
            "null",
            "http://127.0.0.1:8080.evil.example",
        ] {
            assert!(refused(&[host, ("origin", origin)]), "{origin}");
        }
        assert!(!refused(&[host, ("sec-fetch-site", "same-origin")]));
        assert!(!refused(&[host, ("sec-fetch-site", "none")]));
        for site in ["cross-site", "same-site", "other"] {
            assert!(refused(&[host, ("sec-fetch-site", site)]), "{site}");
        }
    }

    #[test]
    fn at_all_addresses_of_a_machine_addresses_and_given_names_are_ours_and_other_names_are_not() {
        let guard =
            Guard::of("0.0.0.0:443".parse().unwrap(), &["Planning.Example".to_owned()], Some("secret"), true, 1);
        for host in ["planning.example", "planning.example:443", "192.0.2.7:443", "[2001:db8::1]:443", "[2001:db8::1]"]
        {
            assert!(guard.refusal(&headers(&[("host", host)])).is_none(), "{host}");
        }
        for host in ["evil.example", "planning.example:80", "planning.example.evil.example"] {
            assert!(guard.refusal(&headers(&[("host", host)])).is_some(), "{host}");
        }
        let origin = |origin| headers(&[("host", "planning.example"), ("origin", origin)]);
        assert!(guard.refusal(&origin("https://planning.example")).is_none());
        assert!(guard.refusal(&origin("http://planning.example")).is_some(), "not encrypted");
    }

    #[test]
    fn the_token_is_taken_from_the_cookie_or_the_header_and_nothing_else_does() {
        let guard = Guard::of("192.0.2.7:8443".parse().unwrap(), &[], Some("secret"), true, 1);
        assert!(guard.has_token(&headers(&[("cookie", "a=b; callboard=secret")])));
        assert!(guard.has_token(&headers(&[("authorization", "Bearer secret")])));
        for pairs in [
            &[][..],
            &[("cookie", "callboard=secre")],
            &[("cookie", "xcallboard=secret")],
            &[("authorization", "secret")],
            &[("authorization", "Bearer ")],
        ] {
            assert!(!guard.has_token(&headers(pairs)), "{pairs:?}");
        }
        let welcome = |address: &str| guard.welcome(&address.parse().unwrap());
        assert!(welcome("/?token=secret").is_some() && welcome("/?token=other").is_none());
        assert!(welcome("/api/desk?token=secret").is_none());
    }

    #[test]
    fn tokens_are_long_and_never_the_same() {
        let (one, other) = (new_token().unwrap(), new_token().unwrap());
        assert!(one.len() == 2 * TOKEN_BYTES && one != other);
    }
}
