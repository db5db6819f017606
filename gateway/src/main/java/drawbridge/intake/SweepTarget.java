package drawbridge.intake;

import drawbridge.mapping.DeletedList;
import drawbridge.mapping.ListSpec;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.TenantSpec;
import drawbridge.mapping.TenantSpec.Connection;
import drawbridge.mapping.WebhookSpec.As;
import drawbridge.mapping.WebhookSpec.WebhookType;
import drawbridge.tenant.TenantId;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
        List<WebhookType> types =
                connection.system().webhook().stream()
                        .filter(
                                webhook ->
                                        connection.webhook().isPresent() || webhook.isOnlyAHint())
                        .flatMap(webhook -> webhook.types().values().stream())
                        .filter(type -> type.resource().equals(resource.name()))
                        .toList();
        // Where a webhook only sends us to the list, what is found there was not missed.
        boolean streamed =
                connection.stream().isPresent()
                        && connection.system().stream().stream()
                                .flatMap(stream -> stream.events().types().values().stream())
                                .filter(type -> type.resource().equals(resource.name()))
                                .anyMatch(type -> type.as() != As.LIST);
        return streamed
                || (connection.push().isPresent() && resource.pushed())
                || (!types.isEmpty() && types.stream().noneMatch(type -> type.as() == As.LIST));
    }

    /// Whether a webhook may ask that it be read at once, or a subscription that had ended.
    boolean isHinted() {
        return Optional.ofNullable(tenant.connections().get(resource.name().system()))
                .flatMap(connection -> connection.system().webhook())
                .filter(
                        webhook ->
                                webhook.types().values().stream()
                                        .filter(
                                                type ->
                                                        type.as() == As.LIST
                                                                || !webhook.subscriptions()
                                                                        .isEmpty())
                                        .anyMatch(type -> type.resource().equals(resource.name())))
                .isPresent();
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
