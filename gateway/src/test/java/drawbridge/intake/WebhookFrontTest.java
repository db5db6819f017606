package drawbridge.intake;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.ResourceName;
import drawbridge.tenant.TenantId;

import org.junit.jupiter.api.Test;

import java.time.Instant;

class WebhookFrontTest {

    private static final TenantId NORTH = TenantId.named("north");
    private static final ResourceName APPOINTMENT = new ResourceName("acme", "appointment");
    private static final ResourceName CONTACT = new ResourceName("acme", "contact");
    private static final Instant T0 = Instant.parse("2026-03-02T10:00:00Z");

    private long nanos = 17;
    private final WebhookFront front = new WebhookFront(() -> nanos);

    private void arrived(int changed) {
        front.arrived(NORTH, APPOINTMENT, T0.plusSeconds(changed));
    }

    private Instant reached() {
        return front.reached(NORTH, "acme");
    }

    private static Instant at(int seconds) {
        return T0.plusSeconds(seconds);
    }

    @Test
    void leavesNothingToWebhooksThatDoNotCome() {
        assertThat(reached()).isEqualTo(Instant.MAX);
    }

    @Test
    void hasComeAsFarAsTheLatestChangeThatWasTold() {
        arrived(30);
        arrived(40);
        arrived(20);

        assertThat(reached()).isEqualTo(at(40));
    }

    @Test
    void remembersTheStretchBeforeThePresentOne() {
        arrived(40);
        nanos += WebhookFront.MEMORY.toNanos();
        arrived(30);

        assertThat(reached()).isEqualTo(at(40));

        nanos += WebhookFront.MEMORY.toNanos();

        assertThat(reached()).isEqualTo(at(30));
    }

    @Test
    void forgetsWebhooksThatFellSilent() {
        arrived(30);
        nanos += 2 * WebhookFront.MEMORY.toNanos();

        assertThat(reached()).isEqualTo(Instant.MAX);
    }

    @Test
    void hasComeAsFarAsTheSlowestListOfTheSystem() {
        arrived(30);
        front.arrived(NORTH, CONTACT, at(50));

        assertThat(reached()).isEqualTo(at(30));
        assertThat(front.reached(TenantId.named("south"), "acme")).isEqualTo(Instant.MAX);
        assertThat(front.reached(NORTH, "app")).isEqualTo(Instant.MAX);
    }

    @Test
    void leavesYoungRowsToThoseWhoComeBackAfterAStart() {
        WebhookFront fresh = WebhookFront.starting(() -> nanos);

        assertThat(fresh.reached(NORTH, "acme")).isEqualTo(Instant.MIN);

        fresh.arrived(NORTH, CONTACT, at(4));

        assertThat(fresh.reached(NORTH, "acme")).isEqualTo(at(4));

        nanos += WebhookFront.RETURN.plus(WebhookFront.MEMORY.multipliedBy(2)).toNanos();

        assertThat(fresh.reached(NORTH, "acme")).isEqualTo(Instant.MAX);
    }
}
