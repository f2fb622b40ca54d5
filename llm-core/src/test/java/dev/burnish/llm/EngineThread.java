package dev.burnish.llm;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** Runs the tests of a class on an engine's thread. */
public final class EngineThread implements BeforeAllCallback, AfterAllCallback, InvocationInterceptor {

    private @Nullable Engine engine;

    @Override
    public void beforeAll(ExtensionContext context) {
        engine = Engine.start();
    }

    @Override
    public void interceptTestMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        onEngine(invocation);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        onEngine(invocation);
    }

    private void onEngine(Invocation<@Nullable Void> invocation) throws Throwable {
        if (engine == null) {
            throw new IllegalStateException("the engine has not started");
        }
        Throwable failure = engine.call(() -> {
            try {
                invocation.proceed();
                return null;
            } catch (Throwable e) {
                return e;
            }
        });
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (engine != null) {
            engine.close();
        }
    }
}
