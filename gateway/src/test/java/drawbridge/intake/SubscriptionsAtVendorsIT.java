package drawbridge.intake;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.intake.Subscribing.Made;
import drawbridge.mapping.WebhookSpec.Ask;
import drawbridge.system.HttpRemote;
import drawbridge.system.Outcomes;
import drawbridge.system.Wiretap;
import drawbridge.system.Wiretap.Wire;
import drawbridge.trial.VendorMock;
import drawbridge.trial.VendorMock.Vendor;

import io.vertx.core.Vertx;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// How vendors are asked to send their webhooks, at mocks that hold each call to the vendor's own
/// document.
@Tag("vendors")
class SubscriptionsAtVendorsIT {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Optional<String> SECRET = Optional.of("Xk3vQ9pLw2tRz7yU");

    @TempDir private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final List<Wire> heard = new CopyOnWriteArrayList<>();
    private Optional<VendorMock> mock = Optional.empty();

    @AfterEach
    void closes() {
        mock.ifPresent(VendorMock::close);
        Outcomes.of(vertx.close());
    }

    private VendorMock start(Vendor vendor) throws Exception {
        VendorMock started = VendorMock.start(folder, vendor, true);
        mock = Optional.of(started);
        return started;
    }

    @Test
    void aChannelOfGoogleCalendarIsAskedFor() throws Exception {
        VendorMock google = start(VendorMock.GOOGLE);
        HttpRemote remote = google.remote(vertx, heard::add);
        Subscribing events = Subscribing.of(google.mappings()).getFirst();

        Made made = Outcomes.of(events.create(remote, "0f1e2d3c-ours", SECRET, NOW));

        assertThat(made)
                .isEqualTo(new Made("0f1e2d3c-ours", Optional.of(NOW.plus(Duration.ofDays(7)))));
        assertThat(heard.getLast().body().toString())
                .contains("\"expiration\":\"" + NOW.plus(Duration.ofDays(7)).toEpochMilli() + "\"");
    }

    @Test
    void aSubscriptionOfMicrosoftGraphIsAskedForFoundRenewedAndLookedAt() throws Exception {
        VendorMock graph = start(VendorMock.GRAPH);
        HttpRemote remote = graph.remote(vertx, heard::add);
        Subscribing events = Subscribing.of(graph.mappings()).getFirst();
        Ask renew = events.spec().renew().orElseThrow();
        Ask check = events.spec().check().orElseThrow();

        Made made = Outcomes.of(events.create(remote, "ours", SECRET, NOW));

        assertThat(made.id()).isNotEqualTo("ours");
        assertThat(made.endsAt()).isPresent();
        assertThat(Outcomes.of(events.find(remote)).count()).as("of strangers").isZero();
        assertThat(Outcomes.of(events.renew(remote, renew, made.id(), SECRET, NOW))).isPresent();
        assertThat(Outcomes.of(events.check(remote, check, made.id()))).isTrue();
        assertThat(heard)
                .allMatch(
                        wire ->
                                wire.reply() instanceof Wiretap.Answered answered
                                        && answered.status() == 200);
    }
}
