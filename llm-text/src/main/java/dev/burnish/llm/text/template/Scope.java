package dev.burnish.llm.text.template;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names that a template sees at one place. Assignment always goes to the innermost scope, as in Jinja. */
final class Scope {

    private final Map<String, Object> names;
    private final @Nullable Scope outer;

    private Scope(Map<String, Object> names, @Nullable Scope outer) {
        this.names = names;
        this.outer = outer;
    }

    static Scope of(Map<String, Object> names) {
        return new Scope(names, null);
    }

    Scope inner() {
        return new Scope(new HashMap<>(), this);
    }

    void set(String name, Object value) {
        names.put(name, value);
    }

    Object get(String name) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            Object value = scope.names.get(name);
            if (value != null) {
                return value;
            }
        }
        return new Values.Undefined("'" + name + "' is undefined");
    }
}
