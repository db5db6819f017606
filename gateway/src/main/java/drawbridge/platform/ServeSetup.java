package drawbridge.platform;

import drawbridge.mapping.Mappings;
import drawbridge.mapping.TenantSpec;
import drawbridge.ops.Setup;
import drawbridge.opsapi.Authorization;
import drawbridge.opsapi.ConnectionState;
import drawbridge.opsapi.ConnectionStatus;
import drawbridge.opsapi.MappingProblem;
import drawbridge.opsapi.MappingsStatus;
import drawbridge.system.Consents;
import drawbridge.tenant.Activation;
import drawbridge.tenant.GrantId;
import drawbridge.tenant.Suspension;
import drawbridge.tenant.Suspensions;
import drawbridge.tenant.TenantId;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What the gateway was set up with, for operators.
record ServeSetup(Activation activation, Suspensions suspensions, Consents consents)
        implements Setup {

    private static final String TENANTS = "tenants/";
    private static final String YAML = ".yaml";

    void register(MeterRegistry meters) {
        Gauge.builder("drawbridge.connections.suspended", suspensions, all -> all.all().size())
                .description("Connections and grants over which no call is made")
                .strongReference(true)
                .register(meters);
        Gauge.builder(
                        "drawbridge.mappings.problems",
                        activation,
                        all -> all.refused().map(no -> no.problems().size()).orElse(0))
                .description("Mistakes for which the mappings in the folder are not in force")
                .strongReference(true)
                .register(meters);
    }

    @Override
    public List<ConnectionStatus> connections(Set<String> tenants) {
        List<ConnectionStatus> all = new ArrayList<>();
        for (Map.Entry<String, TenantSpec> each :
                new TreeMap<>(activation.active().mappings().tenants()).entrySet()) {
            if (tenants.contains(each.getKey())) {
                each.getValue().connections().keySet().stream()
                        .sorted()
                        .forEach(
                                system ->
                                        grants(each.getKey(), system)
                                                .forEach(
                                                        grant ->
                                                                all.add(
                                                                        status(
                                                                                each.getKey(),
                                                                                grant))));
            }
        }
        return all;
    }

    /// The connection itself, then its users' grants: those that are named, and those that are
    /// missing and stand still.
    private List<GrantId> grants(String tenant, String system) {
        TenantId id = TenantId.named(tenant);
        TreeSet<String> users = new TreeSet<>();
        activation.active().mappings().tenant(tenant).stream()
                .flatMap(spec -> Optional.ofNullable(spec.connections().get(system)).stream())
                .forEach(connection -> users.addAll(connection.grants().keySet()));
        suspensions.all().stream()
                .map(Suspension::grant)
                .filter(grant -> grant.tenant().equals(id) && grant.system().equals(system))
                .forEach(grant -> grant.person().ifPresent(users::add));
        List<GrantId> grants = new ArrayList<>();
        grants.add(GrantId.connection(id, system));
        users.forEach(user -> grants.add(new GrantId(id, system, Optional.of(user))));
        return grants;
    }

    private ConnectionStatus status(String tenant, GrantId grant) {
        String user = grant.person().orElse(null);
        return suspensions
                .of(grant)
                .map(
                        no ->
                                new ConnectionStatus(
                                        tenant,
                                        grant.system(),
                                        user,
                                        ConnectionState.SUSPENDED,
                                        no.reason(),
                                        no.since(),
                                        no.mend()))
                .orElseGet(
                        () ->
                                new ConnectionStatus(
                                        tenant,
                                        grant.system(),
                                        user,
                                        ConnectionState.OPEN,
                                        null,
                                        null,
                                        null));
    }

    @Override
    public Future<Optional<ConnectionStatus>> resume(
            String tenant, String system, Optional<String> user, String by, String why) {
        GrantId grant = new GrantId(TenantId.named(tenant), system, user);
        if (!grants(tenant, system).contains(grant)
                || activation
                        .active()
                        .mappings()
                        .tenant(tenant)
                        .filter(spec -> spec.connections().containsKey(system))
                        .isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        return suspensions.resume(grant, by, why).map(_ -> Optional.of(status(tenant, grant)));
    }

    @Override
    public Future<Optional<Authorization>> authorize(
            String tenant, String system, Optional<String> user, String by) {
        return consents.begin(tenant, system, user, by)
                .map(begun -> begun.map(made -> new Authorization(made.address(), made.until())));
    }

    @Override
    public MappingsStatus mappings(Set<String> tenants) {
        Activation.Active active = activation.active();
        Optional<Activation.Refused> refused = activation.refused();
        return new MappingsStatus(
                active.mappings().version(),
                active.since(),
                active.mappings().tenants().keySet().stream()
                        .filter(tenants::contains)
                        .sorted()
                        .toList(),
                refused.stream()
                        .flatMap(no -> no.problems().stream())
                        .filter(problem -> isFor(problem, tenants, active.mappings()))
                        .map(
                                problem ->
                                        new MappingProblem(
                                                problem.file(),
                                                problem.line(),
                                                problem.column(),
                                                problem.sentence()))
                        .toList(),
                refused.map(Activation.Refused::at).orElse(null));
    }

    /// Who sees some tenants alone does not read the names in the files of the others.
    private static boolean isFor(Mappings.Problem problem, Set<String> tenants, Mappings mappings) {
        if (!problem.file().startsWith(TENANTS) || !problem.file().endsWith(YAML)) {
            return true;
        }
        String name =
                problem.file().substring(TENANTS.length(), problem.file().length() - YAML.length());
        return tenants.contains(name) || tenants.containsAll(mappings.tenants().keySet());
    }

    @Override
    public Future<Void> reload(String by) {
        return activation.reload(by + " asked for it");
    }
}
