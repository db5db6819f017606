package drawbridge.intake;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.ResourceName;
import drawbridge.tenant.TenantId;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

class WebhookFrontTest {

    private static final TenantId NORTH = TenantId.named("north");
    private static final ResourceName APPOINTMENT = new ResourceName("acme", "appointment");
    private static final ResourceName CONTACT = new ResourceName("acme", "contact");
    private static final Instant T0 = Instant.parse("2026-03-02T10:00:00Z");

    private long nanos = 17;
    private final WebhookFront front = new WebhookFront(() -> nanos);

    private void arrived(int secondsAfterTheChange) {
        front.arrived(NORTH, APPOINTMENT, T0, T0.plusSeconds(secondsAfterTheChange));
    }

    private Duration behind() {
        return front.behind(NORTH, "acme");
    }

    @Test
    void isNotBehindWhereNoWebhookCame() {
        assertThat(behind()).isZero();
    }

    @Test
    void isBehindByTheDelayOfThePromptestWebhook() {
        arrived(40);
        arrived(30);
        arrived(90);

        assertThat(behind()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void remembersTheStretchBeforeThePresentOne() {
        arrived(30);
        nanos += WebhookFront.MEMORY.toNanos();
        arrived(40);

        assertThat(behind()).isEqualTo(Duration.ofSeconds(30));

        nanos += WebhookFront.MEMORY.toNanos();

        assertThat(behind()).isEqualTo(Duration.ofSeconds(40));
    }

    @Test
    void forgetsWebhooksThatFellSilent() {
        arrived(30);
        nanos += 2 * WebhookFront.MEMORY.toNanos();

        assertThat(behind()).isZero();
    }

    @Test
    void neverHoldsBackForLongerThanItsLimit() {
        arrived(3600);

        assertThat(behind()).isEqualTo(WebhookFront.LONGEST);
    }

    @Test
    void isNotAheadOfItsSender() {
        arrived(-5);

        assertThat(behind()).isZero();
    }

    @Test
    void isAsFarBehindAsTheWorstListOfTheSystem() {
        arrived(30);
        front.arrived(NORTH, CONTACT, T0, T0.plusSeconds(4));

        assertThat(behind()).isEqualTo(Duration.ofSeconds(30));
        assertThat(front.behind(TenantId.named("south"), "acme")).isZero();
        assertThat(front.behind(NORTH, "app")).isZero();
    }

    @Test
    void leavesYoungRowsToThoseWhoComeBackAfterAStart() {
        WebhookFront fresh = WebhookFront.starting(() -> nanos);

        assertThat(fresh.behind(NORTH, "acme")).isEqualTo(WebhookFront.LONGEST);

        fresh.arrived(NORTH, CONTACT, T0, T0.plusSeconds(4));

        assertThat(fresh.behind(NORTH, "acme")).isEqualTo(Duration.ofSeconds(4));

        nanos += WebhookFront.RETURN.plus(WebhookFront.MEMORY.multipliedBy(2)).toNanos();

        assertThat(fresh.behind(NORTH, "acme")).isZero();
    }
}
