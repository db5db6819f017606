package drawbridge.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;

class PortTest {

    private static final String HERE = "127.0.0.1";

    @Test
    void isFreeAgainAfterItWasTriedOut() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        List<Port> ports = List.of(new Port("public", HERE, free), new Port("ops", HERE, 0));

        Port.tryOut(ports);

        assertThatCode(() -> Port.tryOut(ports)).doesNotThrowAnyException();
    }

    @Test
    void saysWhichOfThemIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Port ops = new Port("ops", HERE, taken.getLocalPort());

            assertThatThrownBy(() -> Port.tryOut(List.of(new Port("public", HERE, 0), ops)))
                    .isInstanceOf(StartFailure.class)
                    .hasMessage(
                            "The ops port %d is taken by another program. End that, or name another port with --ops-port (0 takes a free one)."
                                    .formatted(taken.getLocalPort()));
        }
    }

    @Test
    void saysThatAnAddressIsNotOfThisMachine() {
        assertThatThrownBy(() -> Port.tryOut(List.of(new Port("public", "192.0.2.7", 0))))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining(
                        "public.host is \"192.0.2.7\": it is no address of this machine");
        assertThatThrownBy(() -> Port.tryOut(List.of(new Port("ops", "nowhere.invalid", 0))))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("ops.host is \"nowhere.invalid\": no machine of that name");
    }

    @Test
    void tellsOtherFailuresAsTheyAre() {
        IllegalStateException other = new IllegalStateException("other");

        assertThat(new Port("ops", HERE, 1).orTaken(other).cause()).isSameAs(other);
    }
}
