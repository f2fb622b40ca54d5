package dev.burnish.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** The rules of docs/architecture.md and CONTRIBUTING.md that code can be held to. */
final class ArchitectureRules {
    static final List<String> ADAPTERS =
            List.of("rest", "messaging", "persistence", "storage", "engine", "hosted", "kubernetes");

    private static final Set<String> SERVICE_PACKAGES = Set.of(
            "domain",
            "report",
            "app",
            "config",
            "rest",
            "messaging",
            "persistence",
            "storage",
            "engine",
            "hosted",
            "kubernetes");

    private static final String VAGUE_NAMES = ".*(Util|Utils|Helper|Manager|Common|Dto|Impl)";

    private static final List<String> HTTP_METHODS = Stream.of(
                    "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
            .map(method -> "jakarta.ws.rs." + method)
            .toList();

    private static final String ROLES_ALLOWED = "jakarta.annotation.security.RolesAllowed";

    /** As in {@code dev.burnish.kit.security.Scopes} and in docs/keys.md. */
    private static final Set<String> SCOPES = Set.of("read", "write", "inference", "operator");

    private ArchitectureRules() {}

    static ArchRule layers(String service) {
        LayeredArchitecture rule = layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .layer("domain")
                .definedBy(service + ".domain..")
                .layer("report")
                .definedBy(service + ".report..")
                .layer("app")
                .definedBy(service + ".app..");
        for (String adapter : ADAPTERS) {
            rule = rule.layer(adapter).definedBy(service + "." + adapter + "..");
        }
        rule = rule.whereLayer("domain")
                .mayOnlyBeAccessedByLayers(withAdapters("app", "report"))
                .whereLayer("report")
                .mayOnlyBeAccessedByLayers("app")
                .whereLayer("app")
                .mayOnlyBeAccessedByLayers(withAdapters());
        for (String adapter : ADAPTERS) {
            rule = rule.whereLayer(adapter).mayNotBeAccessedByAnyLayer();
        }
        return rule.because("domain knows nobody, app knows domain, adapters know both and not each other:"
                + " put what two adapters share behind a port in domain");
    }

    /** Guards the layer rule against a misspelt package, whose classes would belong to no layer. */
    static ArchRule knownPackages(String service) {
        return classes()
                .that()
                .resideInAPackage(service + "..")
                .should(new ArchCondition<>("live in one of " + SERVICE_PACKAGES) {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        String inside = type.getPackageName().substring(service.length());
                        String room =
                                inside.isEmpty() ? "" : inside.substring(1).split("\\.", 2)[0];
                        boolean known = SERVICE_PACKAGES.contains(room)
                                || type.getSimpleName().equals("package-info");
                        events.add(new SimpleConditionEvent(type, known, type.getName() + " lives in '" + room + "'"));
                    }
                });
    }

    static ArchRule domainIsPlainJava(String service) {
        return classes()
                .that()
                .resideInAPackage(service + ".domain..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "java..",
                        "org.jspecify..",
                        "dev.burnish.contracts..",
                        "dev.burnish.llm.text..",
                        service + ".domain.."))
                .allowEmptyShould(true) // a service without rules of its own has no domain
                .because("rules of the domain are read and tested without a framework");
    }

    static ArchRule onlyIn(String rooms, String... technology) {
        return noClasses()
                .that(resideOutsideOfPackages(rooms.split(",")))
                .should()
                .dependOnClassesThat(resideInAnyPackage(technology))
                .because("this technology belongs to " + rooms + ", so that it can be replaced there alone");
    }

    static ArchRule independent(String service, List<String> others) {
        return noClasses()
                .that()
                .resideInAPackage(service + "..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(others.stream()
                        .filter(other -> !other.equals(service))
                        .map(other -> other + "..")
                        .toArray(String[]::new)))
                .because("a stage knows the stages beside it only through contracts");
    }

    static ArchRule knowsNothingOf(String module, String... strangers) {
        return noClasses().that(resideInAPackage(module)).should().dependOnClassesThat(resideInAnyPackage(strangers));
    }

    static ArchRule noFieldInjection() {
        return noFields()
                .should()
                .beAnnotatedWith(Inject.class)
                .because("constructors say what a class needs, and tests call them");
    }

    static ArchRule noMutablePublicState() {
        return fields().that().arePublic().should().beFinal().orShould(bePersistent());
    }

    /** Deny by default, seen from the other side: who may call is said where the endpoint is written, in words that keys can have. */
    static ArchRule everyEndpointNamesItsScope() {
        return methods()
                .that(DescribedPredicate.describe(
                        "answer requests", method -> HTTP_METHODS.stream().anyMatch(method::isAnnotatedWith)))
                .should(new ArchCondition<>("be @RolesAllowed some of " + SCOPES) {
                    @Override
                    public void check(JavaMethod method, ConditionEvents events) {
                        Set<String> allowed = rolesAllowed(method);
                        boolean named = !allowed.isEmpty() && SCOPES.containsAll(allowed);
                        events.add(
                                new SimpleConditionEvent(method, named, method.getFullName() + " allows " + allowed));
                    }
                })
                .because("a key does only what its scopes say");
    }

    /** Those of the method, else those of its class. */
    private static Set<String> rolesAllowed(JavaMethod method) {
        Optional<Object> ofMethod =
                method.tryGetAnnotationOfType(ROLES_ALLOWED).flatMap(annotation -> annotation.get("value"));
        Optional<Object> ofClass =
                method.getOwner().tryGetAnnotationOfType(ROLES_ALLOWED).flatMap(annotation -> annotation.get("value"));
        return ofMethod.or(() -> ofClass)
                .map(roles ->
                        Arrays.stream((Object[]) roles).map(Object::toString).collect(Collectors.toSet()))
                .orElse(Set.of());
    }

    static ArchRule noStandardStreams(String... exceptIn) {
        return noClasses()
                .that(resideOutsideOfPackages(exceptIn))
                .should(ACCESS_STANDARD_STREAMS)
                .because("services log; only the command line prints");
    }

    static ArchRule noBareRuntimeExceptions() {
        return noClasses()
                .that()
                .areNotAssignableTo(RuntimeException.class)
                .should()
                .callConstructor(RuntimeException.class, String.class)
                .orShould()
                .callConstructor(RuntimeException.class, Throwable.class)
                .orShould()
                .callConstructor(RuntimeException.class, String.class, Throwable.class)
                .because("an error has a type that tells its reader what to do");
    }

    static ArchRule noVagueNames() {
        return noClasses()
                .should()
                .haveNameMatching(VAGUE_NAMES)
                .because("a name says what a thing is, not that it is of use");
    }

    static ArchRule packagesAreNullMarked() {
        return classes()
                .that(DescribedPredicate.describe("are top-level", JavaClass::isTopLevelClass))
                .should(new ArchCondition<>("live in a package that is @NullMarked") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        boolean marked = type.getPackage()
                                .tryGetPackageInfo()
                                .map(info -> info.isAnnotatedWith(NullMarked.class))
                                .orElse(false);
                        events.add(new SimpleConditionEvent(
                                type, marked, type.getName() + " is in a package without a @NullMarked package-info"));
                    }
                });
    }

    private static ArchCondition<JavaField> bePersistent() {
        return new ArchCondition<>("belong to an entity") {
            @Override
            public void check(JavaField field, ConditionEvents events) {
                boolean entity = field.getOwner().isAnnotatedWith("jakarta.persistence.Entity")
                        || field.getOwner().isAnnotatedWith("jakarta.persistence.Embeddable")
                        || field.getModifiers().contains(JavaModifier.SYNTHETIC);
                events.add(new SimpleConditionEvent(field, entity, field.getFullName() + " can be changed by anybody"));
            }
        };
    }

    private static String[] withAdapters(String... layers) {
        return Stream.concat(Arrays.stream(layers), ADAPTERS.stream()).toArray(String[]::new);
    }
}
