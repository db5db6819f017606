package drawbridge.sandbox.world;

import drawbridge.sandbox.world.Account.Grant;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Access tokens that end after a while, and refresh tokens that serve once. Whoever shows a
/// refresh token that has served already may have stolen it, or been stolen from: its whole family
/// ends, access tokens included (RFC 9700, 4.14.2).
final class Tokens {

    private final InstantSource clock;
    private final Map<String, Access> access = new HashMap<>();
    private final Map<String, Family> families = new HashMap<>();
    private final Map<String, Family> served = new HashMap<>();

    Tokens(InstantSource clock) {
        this.clock = clock;
    }

    /// What a token opens.
    ///
    /// @param user empty for the whole account
    record Opened(String account, Optional<String> user) {}

    private record Access(Opened opened, Instant until, Optional<Family> family) {}

    /// @param refresh empty for a token of the whole account
    record Issued(String access, Optional<String> refresh) {}

    /// The tokens that came of one grant.
    private static final class Family {
        private String current;
        private boolean ended;

        Family(String first) {
            current = first;
        }
    }

    /// A token for the whole account.
    Issued issue(Account account, int seconds) {
        var opened = new Opened(account.account(), Optional.empty());
        return new Issued(access(opened, seconds, Optional.empty()), Optional.empty());
    }

    /// A fresh pair for a refresh token; empty if that is not, or no longer, good.
    Optional<Refreshed> refresh(Account account, int seconds, String refreshToken) {
        account.grants().forEach(grant -> begin(account, grant));
        for (var grant : account.grants()) {
            var family = families.get(name(account, grant));
            if (family != null && belongs(refreshToken, grant, family)) {
                return refresh(account, seconds, refreshToken, grant.user(), family);
            }
        }
        return Optional.empty();
    }

    /// @param user whose grant it is
    record Refreshed(String user, Issued issued) {}

    private Optional<Refreshed> refresh(
            Account account, int seconds, String shown, String user, Family family) {
        if (family.ended || !Secrets.same(family.current, shown)) {
            family.ended = true;
            return Optional.empty();
        }
        family.current = Secrets.token();
        served.put(Secrets.fingerprint(shown), family);
        var opened = new Opened(account.account(), Optional.of(user));
        var issued =
                new Issued(
                        access(opened, seconds, Optional.of(family)), Optional.of(family.current));
        return Optional.of(new Refreshed(user, issued));
    }

    private boolean belongs(String shown, Grant grant, Family family) {
        return Secrets.same(family.current, shown)
                || served.get(Secrets.fingerprint(shown)) == family
                || Secrets.same(String.valueOf(grant.refreshToken()), shown);
    }

    private void begin(Account account, Grant grant) {
        if (grant.refreshToken() != null) {
            var first = grant.refreshToken();
            families.computeIfAbsent(name(account, grant), _ -> new Family(first));
        }
    }

    /// One family for each first token: a new grant of the same person begins anew.
    private static String name(Account account, Grant grant) {
        return account.account()
                + "/"
                + grant.user()
                + "/"
                + Secrets.fingerprint(String.valueOf(grant.refreshToken()));
    }

    private String access(Opened opened, int seconds, Optional<Family> family) {
        var now = clock.instant();
        access.values().removeIf(old -> !old.until().isAfter(now));
        var token = Secrets.token();
        access.put(
                Secrets.fingerprint(token), new Access(opened, now.plusSeconds(seconds), family));
        return token;
    }

    Optional<Opened> opened(String token) {
        var now = clock.instant();
        return Optional.ofNullable(access.get(Secrets.fingerprint(token)))
                .filter(found -> found.until().isAfter(now))
                .filter(found -> found.family().filter(family -> family.ended).isEmpty())
                .map(Access::opened);
    }

    void revoke(Account account, Grant grant) {
        begin(account, grant);
        var family = families.get(name(account, grant));
        if (family != null) {
            family.ended = true;
        }
    }
}
