package drawbridge.console.client;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;

import javax.net.ssl.SSLException;

/// Says in words why a gateway cannot be reached.
final class Reach {

    private Reach() {}

    static String sentence(GatewayAddress gateway, Throwable failure) {
        if (has(failure, UnresolvedAddressException.class)
                || has(failure, UnknownHostException.class)) {
            return "No host is called %s. Check the spelling of the address."
                    .formatted(gateway.base().getHost());
        }
        if (has(failure, SSLException.class)) {
            return "%s does not speak TLS, or its certificate is not trusted here."
                    .formatted(gateway.shown());
        }
        if (has(failure, HttpTimeoutException.class)) {
            return "%s did not answer in time. Is there a firewall between?"
                    .formatted(gateway.shown());
        }
        if (has(failure, ConnectException.class)) {
            return "Nothing listens at %s. Is the gateway running, and is this its ops port?"
                    .formatted(gateway.shown());
        }
        return "The connection to %s broke before the answer was there.".formatted(gateway.shown());
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> kind) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (kind.isInstance(t)) {
                return true;
            }
        }
        return false;
    }
}
