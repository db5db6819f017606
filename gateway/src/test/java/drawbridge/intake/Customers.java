package drawbridge.intake;

import drawbridge.crossing.engine.Dice;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.file.MappingLoader;
import drawbridge.tenant.Secrets;
import drawbridge.tenant.TenantId;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The shipped mappings with the secrets of two customers, and what a sender does with them.
final class Customers {

    static final TenantId NORTH = TenantId.named("north");
    static final String NORTH_KEY = key(1);
    static final String NORTH_OLD_KEY = key(2);
    static final String SOUTH_KEY = key(3);
    static final String NORTH_TOKEN = "push-token-of-north-0001";
    static final String SOUTH_TOKEN = "push-token-of-south-0002";

    private Customers() {}

    /// @param acme the address of every tenant's CRM
    static Mappings mappings(String acme) {
        return mappings(acme, Path.of("..", "mappings"));
    }

    /// @param file of the mappings in which `text` is left out
    static Mappings mappings(String acme, String file, String text) {
        try {
            Path folder = copied();
            Path changed = folder.resolve(file);
            Files.writeString(changed, Files.readString(changed).replace(text, ""));
            return mappings(acme, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param further customers that are as north is
    static Mappings mappings(String acme, List<String> further) {
        try {
            Path tenants = copied().resolve("tenants");
            String north = Files.readString(tenants.resolve("north.yaml"));
            for (String name : further) {
                Files.writeString(
                        tenants.resolve(name + ".yaml"),
                        north.replace("tenant: north", "tenant: " + name));
            }
            return mappings(acme, Objects.requireNonNull(tenants.getParent()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path copied() throws IOException {
        Path folder = Files.createTempDirectory("mappings");
        Path shipped = Path.of("..", "mappings");
        try (Stream<Path> all = Files.walk(shipped)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve(shipped.relativize(each).toString());
                Files.createDirectories(Objects.requireNonNull(copy.getParent()));
                Files.copy(each, copy);
            }
        }
        return folder;
    }

    private static Mappings mappings(String acme, Path folder) {
        Map<String, String> environment = new HashMap<>();
        for (String tenant : List.of("NORTH", "SOUTH")) {
            environment.put("DRAWBRIDGE_" + tenant + "_ACME_URL", acme);
            environment.put("DRAWBRIDGE_" + tenant + "_APP_URL", acme);
            for (String secret : List.of("ACME_KEY", "ACME_WEBHOOK", "APP_TOKEN", "APP_PUSH")) {
                environment.put("DRAWBRIDGE_" + tenant + "_" + secret, "in the vault");
            }
        }
        try {
            return MappingLoader.load(folder, environment);
        } catch (Mappings.Refused refused) {
            throw new AssertionError(refused.problems().toString(), refused);
        }
    }

    static Secrets secrets() {
        Map<String, String> values =
                Map.of(
                        NORTH + "WEBHOOK",
                        NORTH_KEY + " " + NORTH_OLD_KEY,
                        TenantId.named("south") + "WEBHOOK",
                        SOUTH_KEY,
                        NORTH + "PUSH",
                        NORTH_TOKEN,
                        TenantId.named("south") + "PUSH",
                        SOUTH_TOKEN);
        return (tenant, system, purpose) ->
                purpose == Secrets.Purpose.CREDENTIAL
                        ? Optional.of("credential")
                        : Optional.ofNullable(values.get(tenant + purpose.name()));
    }

    /// Ids that count.
    static Dice dice() {
        AtomicLong next = new AtomicLong();
        return new Dice() {
            @Override
            public double jitter() {
                return 0;
            }

            @Override
            public UUID id() {
                return new UUID(0, next.incrementAndGet());
            }
        };
    }

    private static String key(int fill) {
        byte[] key = new byte[32];
        java.util.Arrays.fill(key, (byte) fill);
        return "whsec_" + Base64.getEncoder().encodeToString(key);
    }

    /// The header `webhook-signature` as an honest sender makes it.
    static String signature(String key, String id, String timestamp, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(
                    new SecretKeySpec(
                            Base64.getDecoder().decode(key.substring("whsec_".length())),
                            "HmacSHA256"));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "v1,"
                    + Base64.getEncoder()
                            .encodeToString(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
