package drawbridge.intake;

import drawbridge.intake.IntakeMeters.Refused;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.SystemSpec;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.TenantSpec;
import drawbridge.mapping.TenantSpec.Connection;
import drawbridge.tenant.Secrets;
import drawbridge.tenant.Secrets.Purpose;
import drawbridge.tenant.TenantId;

import io.vertx.ext.web.RoutingContext;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Tells who pushes, by the token. Until that is known, every answer is the same 401.
final class Pushers {

    private final Supplier<Mappings> mappings;
    private final Secrets secrets;

    Pushers(Supplier<Mappings> mappings, Secrets secrets) {
        this.mappings = mappings;
        this.secrets = secrets;
    }

    /// A sender that showed a token of this tenant.
    ///
    /// @param systems those whose token it is, at least one
    record Pusher(Mappings mappings, TenantSpec tenant, List<SystemSpec> systems) {

        TenantId id() {
            return TenantId.named(tenant.name());
        }

        /// @throws Refusal when none of the sender's systems has it
        ResourceSpec resource(String name) {
            return systems.stream()
                    .flatMap(system -> system.resource(name).stream())
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    Refusal.unknownResource(
                                            name, systems.getFirst().resourceNames()));
        }

        boolean speaksFor(String system) {
            return systems.stream().anyMatch(each -> each.name().equals(system));
        }
    }

    /// The sender of a request whose address names a tenant.
    ///
    /// @throws Refusal alike for every reason
    Pusher of(RoutingContext context) {
        Mappings now = mappings.get();
        String name = context.pathParam("tenant");
        String shown = BearerToken.shown(Headers.of(context, "Authorization"));
        Optional<TenantSpec> tenant = now.tenant(name);
        List<SystemSpec> trusting = tenant.map(spec -> trusting(spec, shown)).orElseGet(List::of);
        if (tenant.isEmpty()) {
            boolean _ = BearerToken.matches(shown, Optional.empty());
            throw Refusal.unauthorized(Refused.UNKNOWN_TENANT);
        }
        if (trusting.isEmpty()) {
            throw Refusal.unauthorized(Refused.TOKEN);
        }
        return new Pusher(now, tenant.get(), trusting);
    }

    /// Whoever has any tenant's token: as a bearer, or as the password of that tenant's name.
    ///
    /// @throws Refusal alike for every reason
    void any(RoutingContext context) {
        Optional<String> header = Headers.of(context, "Authorization");
        Optional<BasicAuthorization> person = header.flatMap(BasicAuthorization::of);
        String shown =
                person.map(BasicAuthorization::password).orElseGet(() -> BearerToken.shown(header));
        long known =
                mappings.get().tenants().values().stream()
                        .filter(
                                tenant ->
                                        person.isEmpty()
                                                || person.get().name().equals(tenant.name()))
                        .filter(tenant -> !trusting(tenant, shown).isEmpty())
                        .count();
        if (known == 0) {
            throw Refusal.unauthorized(Refused.TOKEN);
        }
    }

    /// The systems of a tenant that push under the shown token.
    private List<SystemSpec> trusting(TenantSpec tenant, String shown) {
        return tenant.connections().values().stream()
                .filter(connection -> connection.push().isPresent())
                .map(Connection::system)
                .filter(
                        system ->
                                BearerToken.matches(
                                        shown,
                                        secrets.value(
                                                TenantId.named(tenant.name()),
                                                system.name(),
                                                Purpose.PUSH)))
                .toList();
    }
}
