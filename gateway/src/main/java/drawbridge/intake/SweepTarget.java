package drawbridge.intake;

import drawbridge.mapping.DeletedList;
import drawbridge.mapping.ListSpec;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.TenantSpec;
import drawbridge.mapping.TenantSpec.Connection;
import drawbridge.tenant.TenantId;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// One list of one tenant's system that is read on schedule.
///
/// @param resource what is known of the list's rows
/// @param every how often
/// @param toldOtherwise whether a webhook or a push should bring its changes first
/// @param deleted whether it is the list of what was deleted
record SweepTarget(
        Mappings mappings,
        TenantSpec tenant,
        ResourceSpec resource,
        ListSpec list,
        Duration every,
        boolean toldOtherwise,
        boolean deleted) {

    /// How long a record of a calendar waits for a webhook that is behind.
    static final Duration SOON = Duration.ofSeconds(5);

    /// How long a record does that is only counted.
    static final Duration LATE = Duration.ofMinutes(3);

    /// What tells two targets apart, whatever the mappings say about them.
    record Key(TenantId tenant, String system, String resource) {

        String job() {
            return "sweep:" + system + "." + resource;
        }
    }

    /// All lists that some flow wants.
    static List<SweepTarget> of(Mappings mappings) {
        List<SweepTarget> targets = new ArrayList<>();
        for (TenantSpec tenant : mappings.tenants().values()) {
            for (Connection connection : tenant.connections().values()) {
                for (ResourceSpec resource : connection.system().resources().values()) {
                    if (connection.sweep().isPresent()
                            && !Reception.wants(tenant, resource.name()).isEmpty()) {
                        targets.addAll(of(mappings, tenant, connection, resource));
                    }
                }
            }
        }
        return targets;
    }

    private static List<SweepTarget> of(
            Mappings mappings, TenantSpec tenant, Connection connection, ResourceSpec resource) {
        Duration every = connection.sweep().orElseThrow();
        boolean told = isTold(connection, resource);
        List<SweepTarget> lists = new ArrayList<>();
        resource.list()
                .map(list -> new SweepTarget(mappings, tenant, resource, list, every, told, false))
                .ifPresent(lists::add);
        resource.deleted()
                .map(gone -> of(mappings, tenant, resource, gone, every, told))
                .ifPresent(lists::add);
        return lists;
    }

    private static SweepTarget of(
            Mappings mappings,
            TenantSpec tenant,
            ResourceSpec resource,
            DeletedList gone,
            Duration every,
            boolean told) {
        return new SweepTarget(
                mappings, tenant, gone.rowsOf(resource), gone.list(), every, told, true);
    }

    /// Whether what the list tells is only asked for: a record that is listed as deleted may have
    /// been restored since.
    boolean isOnlySuspected() {
        return deleted && resource.read().isPresent();
    }

    private static boolean isTold(Connection connection, ResourceSpec resource) {
        return (connection.push().isPresent() && resource.pushed())
                || (connection.webhook().isPresent()
                        && connection.system().webhook().stream()
                                .flatMap(webhook -> webhook.types().values().stream())
                                .anyMatch(type -> type.resource().equals(resource.name())));
    }

    /// For how long rows are left at most to webhooks that are behind. What is only counted can
    /// wait until they have come through. A record of a flow cannot: it may stand behind a hundred
    /// thousand activities in its sender's queue, and to read it twice costs less than to carry it
    /// minutes late.
    Duration patience() {
        return isOnlyCounted() ? LATE : SOON;
    }

    boolean isOnlyCounted() {
        return Reception.wants(tenant, resource.name()).stream()
                .allMatch(wanted -> tenant.counts().containsKey(wanted.flow()));
    }

    Key key() {
        return new Key(
                TenantId.named(tenant.name()),
                resource.name().system(),
                resource.name().resource() + (deleted ? " deleted" : ""));
    }
}
