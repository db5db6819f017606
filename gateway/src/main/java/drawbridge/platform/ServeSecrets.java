package drawbridge.platform;

import drawbridge.mapping.Mappings;
import drawbridge.mapping.TenantSpec;
import drawbridge.tenant.Secrets;
import drawbridge.tenant.TenantId;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

final class ServeSecrets implements Secrets {
    private final Map<String, String> values = new ConcurrentHashMap<>();

    ServeSecrets(Mappings mappings) {
        for (TenantSpec tenant : mappings.tenants().values()) {
            tenant.connections()
                    .forEach(
                            (system, c) -> {
                                put(
                                        tenant,
                                        system,
                                        Purpose.CREDENTIAL,
                                        Optional.of(c.credential()));
                                put(tenant, system, Purpose.WEBHOOK, c.webhook());
                                put(tenant, system, Purpose.PUSH, c.push());
                            });
        }
    }

    private void put(TenantSpec t, String system, Purpose p, Optional<TenantSpec.Secret> s) {
        s.ifPresent(
                one ->
                        values.put(
                                TenantId.named(t.name()) + system + p,
                                switch (one) {
                                    case TenantSpec.Secret.Environment(var v) ->
                                            System.getenv().getOrDefault(v, "");
                                    case TenantSpec.Secret.File(var f) -> read(f);
                                }));
    }

    private static String read(String f) {
        try {
            return Files.readString(Path.of(f)).trim();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<String> value(TenantId tenant, String system, Purpose purpose) {
        return Optional.ofNullable(values.get(tenant + system + purpose));
    }
}
