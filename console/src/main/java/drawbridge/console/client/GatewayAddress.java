package drawbridge.console.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/// Where a gateway's ops port is.
///
/// @param base scheme, host and port, without a path
public record GatewayAddress(URI base) {

    /// Where the ops port is unless it was configured otherwise.
    public static final String USUAL = "http://127.0.0.1:8081";

    /// Reads what a person typed; `http://` is added where no scheme stands.
    ///
    /// @throws BadAddress with a sentence for that person
    public static GatewayAddress parse(String typed) {
        String text = typed.strip();
        if (text.isEmpty()) {
            throw new BadAddress("Type the address of the gateway's ops port.");
        }
        URI uri = uri(text.contains("://") ? text : "http://" + text);
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new BadAddress(
                    "An address begins with http:// or https://, not " + scheme + "://.");
        }
        if (uri.getHost() == null) {
            throw new BadAddress("No host can be read from this address.");
        }
        if (uri.getUserInfo() != null) {
            throw new BadAddress("Leave the credentials out of the address; use the token field.");
        }
        return new GatewayAddress(URI.create(scheme + "://" + authority(uri)));
    }

    /// The address of a path, with a query or without one.
    URI http(String pathAndQuery) {
        return URI.create(base + pathAndQuery);
    }

    /// The same for a WebSocket.
    URI webSocket(String pathAndQuery) {
        String scheme = base.getScheme().equals("https") ? "wss" : "ws";
        return URI.create(scheme + "://" + base.getRawAuthority() + pathAndQuery);
    }

    /// Host and port, as a person would say it.
    public String shown() {
        return base.getRawAuthority();
    }

    @Override
    public String toString() {
        return base.toString();
    }

    private static String authority(URI uri) {
        return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new BadAddress("This is no address: " + e.getReason() + ".", e);
        }
    }
}
