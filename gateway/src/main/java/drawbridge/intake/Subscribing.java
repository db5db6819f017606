package drawbridge.intake;

import drawbridge.journal.Subscriptions;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.SystemSpec;
import drawbridge.mapping.TenantSpec;
import drawbridge.mapping.TenantSpec.Connection;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;
import drawbridge.mapping.WebhookSpec;
import drawbridge.mapping.WebhookSpec.Ask;
import drawbridge.mapping.WebhookSpec.Proof;
import drawbridge.mapping.WebhookSpec.Subscription;
import drawbridge.system.Asking;
import drawbridge.system.Asking.Told;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// One subscription of one tenant's system, and the calls that it is made of.
///
/// @param address where the system is to send
record Subscribing(
        Subscriptions.Key key,
        SystemSpec system,
        WebhookSpec webhook,
        Subscription spec,
        String address) {

    /// @param count how many send to our address
    record Ours(Optional<String> id, int count) {}

    /// @param endsAt empty: never, as far as we know
    record Made(String id, Optional<Instant> endsAt) {}

    /// All that the descriptors speak of.
    static List<Subscribing> of(Mappings mappings) {
        List<Subscribing> all = new ArrayList<>();
        for (TenantSpec tenant : mappings.tenants().values()) {
            for (Connection connection : tenant.connections().values()) {
                SystemSpec system = connection.system();
                if (system.webhook().isPresent() && connection.callback().isPresent()) {
                    WebhookSpec webhook = system.webhook().get();
                    String door =
                            connection.callback().get()
                                    + "/v1/tenants/"
                                    + tenant.name()
                                    + "/hooks/"
                                    + system.name();
                    webhook.subscriptions()
                            .forEach(
                                    (name, spec) ->
                                            all.add(
                                                    new Subscribing(
                                                            new Subscriptions.Key(
                                                                    TenantId.named(tenant.name()),
                                                                    system.name(),
                                                                    name),
                                                            system,
                                                            webhook,
                                                            spec,
                                                            door + spec.further())));
                }
            }
        }
        return all;
    }

    String job() {
        return "subscription:" + key.system() + "." + key.name();
    }

    /// The lists that may hold what was not told while there was no subscription.
    Set<ResourceName> lists() {
        return webhook.types().values().stream()
                .map(WebhookSpec.WebhookType::resource)
                .filter(
                        name ->
                                system.resource(name.resource())
                                        .flatMap(SystemSpec.ResourceSpec::list)
                                        .isPresent())
                .collect(Collectors.toUnmodifiableSet());
    }

    // ---- Calls

    /// Those that send to our address already.
    Future<Ours> find(Asking asking) {
        if (spec.find().isEmpty()) {
            return Future.succeededFuture(new Ours(Optional.empty(), 0));
        }
        WebhookSpec.Find find = spec.find().get();
        return asking.ask(key.tenant(), key.system(), find.call(), Map.of(), Optional.empty())
                .map(
                        told -> {
                            List<String> ids =
                                    rows(find.items(), told).stream()
                                            .filter(
                                                    row ->
                                                            find.address()
                                                                    .find(row)
                                                                    .filter(
                                                                            Value.of(address)
                                                                                    ::equals)
                                                                    .isPresent())
                                            .filter(this::isActive)
                                            .flatMap(
                                                    row ->
                                                            find
                                                                    .id()
                                                                    .find(row)
                                                                    .flatMap(Values::idText)
                                                                    .stream())
                                            .toList();
                            return new Ours(ids.stream().findFirst(), ids.size());
                        });
    }

    private static List<Value> rows(Pointer at, Told told) {
        return at.find(told.body()).orElse(Value.NULL) instanceof Value.Arr(List<Value> rows)
                ? rows
                : List.of();
    }

    /// @param ours the id that we made up
    Future<Made> create(Asking asking, String ours, Optional<String> secret, Instant now) {
        return call(asking, spec.create(), ours, secret, now)
                .map(
                        told -> {
                            if (told.isGone()) {
                                throw new Refused("it answers " + told.status());
                            }
                            String id =
                                    spec.id()
                                            .map(
                                                    at ->
                                                            at.find(told.body())
                                                                    .flatMap(Values::idText)
                                                                    .orElseThrow(
                                                                            () ->
                                                                                    new Refused(
                                                                                            at
                                                                                                    + " is not in the answer: it names the"
                                                                                                    + " subscription")))
                                            .orElse(ours);
                            return new Made(id, end(told, now));
                        });
    }

    /// Empty where there is none any more.
    Future<Optional<Made>> renew(
            Asking asking, Ask renew, String id, Optional<String> secret, Instant now) {
        return call(asking, renew, id, secret, now)
                .map(
                        told ->
                                told.isGone()
                                        ? Optional.empty()
                                        : Optional.of(new Made(id, end(told, now))));
    }

    /// Whether it is there and alive.
    Future<Boolean> check(Asking asking, Ask check, String id) {
        return asking.ask(key.tenant(), key.system(), check, Map.of("{id}", id), Optional.empty())
                .map(told -> !told.isGone() && isActive(told.body()));
    }

    private boolean isActive(Value told) {
        return spec.active()
                .map(active -> active.at().find(told).filter(active.is()::equals).isPresent())
                .orElse(true);
    }

    /// The system answers otherwise than its descriptor says.
    static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Refused(String sentence) {
            super(sentence, null, false, false);
        }
    }

    private Future<Told> call(
            Asking asking, Ask ask, String id, Optional<String> secret, Instant now) {
        Map<String, String> places = places(id, secret, now);
        return asking.ask(
                key.tenant(),
                key.system(),
                ask,
                Map.of("{id}", id),
                ask.body().map(body -> (Value.Obj) filled(body, places)));
    }

    private Optional<Instant> end(Told told, Instant now) {
        return spec.lasts()
                .map(
                        lasts ->
                                spec.expires()
                                        .flatMap(
                                                end ->
                                                        end.at()
                                                                .find(told.body())
                                                                .flatMap(
                                                                        value ->
                                                                                Stamps.read(
                                                                                        end
                                                                                                .format(),
                                                                                        value)))
                                        .orElseGet(() -> now.plus(lasts)));
    }

    private Map<String, String> places(String id, Optional<String> secret, Instant now) {
        Map<String, String> places = new LinkedHashMap<>();
        places.put("{address}", address);
        places.put("{id}", id);
        spec.lasts().ifPresent(lasts -> places.put("{until}", spec.until().write(now.plus(lasts))));
        String one = chosen(secret);
        places.put("{secret}", one);
        int colon = one.indexOf(':');
        if (webhook.proof() instanceof Proof.Basic && colon > 0) {
            places.put("{user}", one.substring(0, colon));
            places.put("{password}", one.substring(colon + 1));
        }
        return places;
    }

    /// The first of several: the others are on their way out. Where secrets have names, the one
    /// that is called like the subscription.
    private String chosen(Optional<String> secret) {
        List<String> words = HookProof.words(secret);
        boolean named =
                webhook.proof() instanceof Proof.Signature signature
                        && !signature.keyName().isEmpty();
        String mark = named ? key.name() + "=" : "";
        return words.stream()
                .filter(word -> word.startsWith(mark))
                .findFirst()
                .map(word -> word.substring(mark.length()))
                .orElse("");
    }

    private static Value filled(Value value, Map<String, String> places) {
        return switch (value) {
            case Value.Text(String text) -> Value.of(filled(text, places));
            case Value.Obj(Map<String, Value> members) -> {
                Map<String, Value> filled = new LinkedHashMap<>();
                members.forEach((name, member) -> filled.put(name, filled(member, places)));
                yield new Value.Obj(filled);
            }
            case Value.Arr(List<Value> items) ->
                    new Value.Arr(items.stream().map(item -> filled(item, places)).toList());
            case Value.Num _, Value.Bool _, Value.Null _ -> value;
        };
    }

    private static String filled(String text, Map<String, String> places) {
        String filled = text;
        for (Map.Entry<String, String> place : places.entrySet()) {
            filled = filled.replace(place.getKey(), place.getValue());
        }
        return filled;
    }
}
