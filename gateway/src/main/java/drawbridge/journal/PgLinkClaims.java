package drawbridge.journal;

import drawbridge.crossing.engine.Settling.Settlement;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.Side;
import drawbridge.sync.Link;
import drawbridge.tenant.PgScope;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// Finds the settlements that would link a record which belongs to another link by now. Two users
/// who find each other do so from both sides at once, and the database would undo a whole batch for
/// the sake of one of them.
final class PgLinkClaims {

    private static final String TAKEN =
            """
            select g.no from unnest($1::bigint[], $2::uuid[], $3::text[], $4::uuid[], $5::text[],
                $6::text[]) as g(no, tenant, flow, id, acme_id, app_id)
            where exists (select from link k where k.tenant = g.tenant and k.flow = g.flow
                    and k.acme_id = g.acme_id and k.id <> g.id)
                or exists (select from link k where k.tenant = g.tenant and k.flow = g.flow
                    and k.app_id = g.app_id and k.id <> g.id)
            """;

    private record Claim(int no, TenantId tenant, Link link) {}

    private record End(TenantId tenant, FlowName flow, Side side, String record) {}

    private final PgScope scope;

    PgLinkClaims(PgScope scope) {
        this.scope = scope;
    }

    /// Which of them come too late, by their place in the list. One that comes in between is found
    /// by the constraint of the table.
    Future<Set<Integer>> late(List<Settlement> settlements) {
        List<Claim> claims = claims(settlements);
        if (claims.isEmpty()) {
            return Future.succeededFuture(Set.of());
        }
        Set<TenantId> tenants = new HashSet<>();
        claims.forEach(claim -> tenants.add(claim.tenant()));
        return scope.within(
                        tenants,
                        statements ->
                                statements.run(
                                        TAKEN,
                                        PgColumns.of(claims)
                                                .number(claim -> (long) claim.no())
                                                .tenant(Claim::tenant)
                                                .text(claim -> claim.link().flow().value())
                                                .uuid(claim -> claim.link().id())
                                                .text(claim -> id(claim, Side.ACME))
                                                .text(claim -> id(claim, Side.APP))
                                                .tuple()))
                .map(
                        rows -> {
                            Set<Integer> late = new HashSet<>();
                            for (Row row : rows) {
                                late.add(row.getLong("no").intValue());
                            }
                            late.addAll(second(claims, late));
                            return late;
                        });
    }

    /// A link that is made wakes those that wait for it; one that only moves on wakes nobody.
    private static List<Claim> claims(List<Settlement> settlements) {
        List<Claim> claims = new ArrayList<>();
        for (int no = 0; no < settlements.size(); no++) {
            Settlement settlement = settlements.get(no);
            if (settlement.link().isPresent() && !settlement.wake().isEmpty()) {
                claims.add(new Claim(no, settlement.lease().tenant(), settlement.link().get()));
            }
        }
        return claims;
    }

    private static String id(Claim claim, Side side) {
        return StoredText.id(claim.link().end(side).record().orElse(""));
    }

    /// Of two in one list that claim the same record, the second.
    private static Set<Integer> second(List<Claim> claims, Set<Integer> late) {
        Map<End, UUID> first = new HashMap<>();
        Set<Integer> seconds = new HashSet<>();
        for (Claim claim : claims) {
            if (late.contains(claim.no())) {
                continue;
            }
            List<End> ends = ends(claim);
            UUID id = claim.link().id();
            if (ends.stream().anyMatch(end -> !first.getOrDefault(end, id).equals(id))) {
                seconds.add(claim.no());
            } else {
                ends.forEach(end -> first.put(end, id));
            }
        }
        return seconds;
    }

    private static List<End> ends(Claim claim) {
        List<End> ends = new ArrayList<>();
        for (Side side : Side.values()) {
            claim.link()
                    .end(side)
                    .record()
                    .map(id -> new End(claim.tenant(), claim.link().flow(), side, id))
                    .ifPresent(ends::add);
        }
        return ends;
    }
}
