package drawbridge.sandbox.world;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The customers of one sandbox, and the token of its control plane.
public final class Accounts {

    private final String control;
    private final Map<String, Account> byName = new LinkedHashMap<>();

    public Accounts(String control, List<Account> accounts) {
        this.control = control;
        accounts.forEach(account -> byName.put(account.account(), account));
    }

    /// Reads `{"control":"…","accounts":[…]}`.
    public static Accounts read(Path file) throws IOException {
        var written = new ObjectMapper().readValue(file.toFile(), Written.class);
        return new Accounts(written.control, written.accounts);
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Written(String control, List<Account> accounts) {}

    public String control() {
        return control;
    }

    public Collection<Account> all() {
        return byName.values();
    }

    public Optional<Account> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// The account that the key opens.
    public Optional<Account> opened(String key) {
        return byName.values().stream()
                .filter(account -> !account.key().isEmpty())
                .filter(account -> Secrets.same(account.key(), key))
                .findFirst();
    }

    void put(Account change) {
        byName.merge(change.account(), change, Account::with);
    }
}
