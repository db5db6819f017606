package drawbridge.platform;

import io.vertx.core.Future;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A port that we want for ourselves.
///
/// @param name by which configuration and flags know it: `public` or `ops`
/// @param number 0 = any free one
record Port(String name, String host, int number) {

    /// Takes all of them for a moment, so that whoever cannot have them learns it before anything
    /// else is begun. Whoever takes one in between is told about by [#orTaken].
    static void tryOut(List<Port> ports) throws StartFailure {
        tryOut(ports, 0);
    }

    private static void tryOut(List<Port> ports, int from) throws StartFailure {
        if (from == ports.size()) {
            return;
        }
        Port port = ports.get(from);
        try (ServerSocket socket = new ServerSocket()) {
            InetSocketAddress address = new InetSocketAddress(port.host, port.number);
            if (address.isUnresolved()) {
                throw port.refused("no machine of that name is known");
            }
            socket.bind(address);
            tryOut(ports, from + 1);
        } catch (IOException occupied) {
            throw port.told(occupied).orElseGet(() -> port.refused(String.valueOf(occupied)));
        }
    }

    /// The same sentence where it turns out later, at the bind that counts.
    <T> Future<T> orTaken(Throwable failure) {
        return Future.failedFuture(
                failure instanceof IOException io && told(io).isPresent()
                        ? told(io).get()
                        : failure);
    }

    private Optional<StartFailure> told(IOException failure) {
        String said = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        if (said.contains("in use")) {
            return Optional.of(
                    new StartFailure(
                            "The "
                                    + name
                                    + " port "
                                    + number
                                    + " is taken by another program. End that, or name another port"
                                    + " with --"
                                    + name
                                    + "-port (0 takes a free one)."));
        }
        if (said.contains("permission denied")) {
            return Optional.of(
                    new StartFailure(
                            "The "
                                    + name
                                    + " port "
                                    + number
                                    + " may be opened by the system's administrator alone. Name one"
                                    + " above 1023 with --"
                                    + name
                                    + "-port (0 takes a free one)."));
        }
        return said.contains("cannot assign")
                ? Optional.of(refused("it is no address of this machine"))
                : Optional.empty();
    }

    private StartFailure refused(String why) {
        return new StartFailure(
                "%s.host is \"%s\": %s. Name an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them."
                        .formatted(name, host, why));
    }
}
