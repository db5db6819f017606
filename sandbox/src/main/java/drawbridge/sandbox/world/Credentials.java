package drawbridge.sandbox.world;

import drawbridge.sandbox.world.Account.Grant;
import drawbridge.sandbox.world.Caller.Actor;

import io.vertx.core.MultiMap;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Whom a credential of the gateway's lets in: a whole account, or one person of it.
final class Credentials {

    private final Product product;
    private final Accounts accounts;
    private final Tokens tokens;
    private final Set<String> revoked = new HashSet<>();

    Credentials(Product product, Accounts accounts, Tokens tokens) {
        this.product = product;
        this.accounts = accounts;
        this.tokens = tokens;
    }

    Optional<Caller> caller(MultiMap headers) {
        return product.credential(headers)
                .flatMap(this::byKey)
                .or(() -> product.accessToken(headers).flatMap(this::byToken));
    }

    private Optional<Caller> byKey(String key) {
        return accounts.opened(key)
                .map(account -> new Caller(Actor.GATEWAY, account))
                .or(() -> byGrant(key));
    }

    private Optional<Caller> byGrant(String key) {
        for (var account : accounts.all()) {
            for (var grant : account.grants()) {
                if (grant.key() != null
                        && Secrets.same(grant.key(), key)
                        && !revoked.contains(Secrets.fingerprint(key))) {
                    return Optional.of(confined(account, grant.user()));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Caller> byToken(String token) {
        return tokens.opened(token).flatMap(this::caller);
    }

    private Optional<Caller> caller(Tokens.Opened opened) {
        return accounts.named(opened.account())
                .map(account -> new Caller(Actor.GATEWAY, account, opened.user()));
    }

    private static Caller confined(Account account, String user) {
        return new Caller(Actor.GATEWAY, account, Optional.of(user));
    }

    /// The person's key and tokens open nothing any more.
    ///
    /// @return whether there was such a grant
    boolean revoke(Account account, String user) {
        var theirs =
                account.grants().stream()
                        .filter(grant -> grant.user().equalsIgnoreCase(user))
                        .toList();
        theirs.forEach(grant -> revoke(account, grant));
        return !theirs.isEmpty();
    }

    private void revoke(Account account, Grant grant) {
        if (grant.key() != null) {
            revoked.add(Secrets.fingerprint(grant.key()));
        }
        tokens.revoke(account, grant);
    }
}
