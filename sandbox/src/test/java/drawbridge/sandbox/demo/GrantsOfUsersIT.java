package drawbridge.sandbox.demo;

import static drawbridge.sandbox.demo.RunningGateway.PATIENCE;
import static drawbridge.sandbox.demo.RunningGateway.WEST;
import static drawbridge.sandbox.demo.RunningGateway.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import drawbridge.sandbox.world.Account;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// A customer whose users each gave the gateway a grant of their own at Acme.
class GrantsOfUsersIT {

    private static final String ONE = "user1@example.com";
    private static final String TWO = "user2@example.com";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path temp;

    private static Account west(String refreshOfTwo) {
        return new Account(
                WEST,
                "",
                null,
                null,
                new Account.OAuth("drawbridge", "secret-of-the-client", 3),
                List.of(
                        new Account.Grant(ONE, "key-of-user-1", null),
                        new Account.Grant(TWO, null, refreshOfTwo)));
    }

    @Test
    void aRevokedGrantSuspendsThatUsersRecordsAloneUntilItIsGivenAnew() throws Exception {
        var key = Files.writeString(temp.resolve("key-of-1"), "key-of-user-1");
        var refresh = Files.writeString(temp.resolve("refresh-of-2"), "refresh-of-user-2");
        try (var town = RunningGateway.start(temp, west("refresh-of-user-2"))) {
            var one = person(town, 1);
            var two = person(town, 2);
            town.west(
                    town.example()
                            .replace(
                                    "    webhook: { env: DRAWBRIDGE_WEST_ACME_WEBHOOK }",
                                    """
                                        per: user
                                        grants:
                                          user1@example.com: { key: { file: %s } }
                                          user2@example.com: { refresh-token: { file: %s } }
                                        webhook: { env: DRAWBRIDGE_WEST_ACME_WEBHOOK }"""
                                            .formatted(key, refresh)
                                            .indent(4)
                                            .stripTrailing()));

            event(town, one, "First of user 1");
            event(town, two, "First of user 2");
            comes(town, "First of user 1");
            comes(town, "First of user 2");
            assertThat(writtenBy(town, "First of user 1")).isEqualTo(ONE);
            assertThat(writtenBy(town, "First of user 2")).isEqualTo(TWO);

            town.revoke(TWO);
            event(town, two, "Second of user 2");
            await().atMost(PATIENCE)
                    .until(() -> town.connection(TWO).path("state").asText().equals("suspended"));
            assertThat(town.connection(TWO).path("mend").asText()).contains(TWO);
            await().atMost(PATIENCE).until(() -> town.waits("suspended"));
            event(town, one, "Second of user 1");
            comes(town, "Second of user 1");
            assertThat(town.connection(null).path("state").asText()).isEqualTo("open");
            assertThat(town.connection(ONE).path("state").asText()).isEqualTo("open");
            assertThat(inAcme(town, "Second of user 2")).isFalse();

            town.acme.target(west("another-refresh-of-user-2"));
            Files.writeString(refresh, "another-refresh-of-user-2");

            comes(town, "Second of user 2");
            assertThat(writtenBy(town, "Second of user 2")).isEqualTo(TWO);
            assertThat(town.connection(TWO).path("state").asText()).isEqualTo("open");
        }
    }

    private static long person(RunningGateway town, int n) throws IOException {
        var mail = "user" + n + "@example.com";
        var user = object().put("full_name", "User " + n).put("email", mail);
        var _ = town.acme.as(WEST, "POST", "/api/v2/users", user);
        var member = object().put("name", "User " + n).put("mail", mail.toUpperCase(Locale.ROOT));
        return town.app.as(WEST, "POST", "/v1/members", member).path("id").asLong();
    }

    private static void event(RunningGateway town, long member, String title) throws IOException {
        var fields =
                object().put("memberId", member)
                        .put("title", title)
                        .put("start", "2026-03-05T15:00:00Z")
                        .put("end", "2026-03-05T16:00:00Z")
                        .put("zone", "America/New_York");
        var _ = town.app.as(WEST, "POST", "/v1/events", fields);
    }

    private static void comes(RunningGateway town, String subject) {
        await().atMost(PATIENCE).until(() -> inAcme(town, subject));
    }

    private static boolean inAcme(RunningGateway town, String subject) throws IOException {
        return id(town, subject) != null;
    }

    private static @org.jspecify.annotations.Nullable String id(RunningGateway town, String subject)
            throws IOException {
        var all = town.acme.as(WEST, "GET", "/api/v2/appointments", object()).path("data");
        for (var one : all) {
            if (one.path("subject").asText().equals(subject)) {
                return one.path("id").asText();
            }
        }
        return null;
    }

    /// By whose grant the appointment was made, as Acme's ledger has it.
    private static String writtenBy(RunningGateway town, String subject) throws IOException {
        var id = id(town, subject);
        for (var entry : town.ledger()) {
            if (entry.path("actor").asText().equals("gateway")
                    && entry.path("effect").path("record").path("id").asText().equals(id)) {
                return entry.path("user").asText();
            }
        }
        return "nobody";
    }
}
