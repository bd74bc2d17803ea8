// What the pages around the examples of docs/embedding.md have beside the loader: Google's queue, and React.

export {};

declare global {
  var dataLayer: unknown[];
  function useEffect(effect: () => () => void, dependencies: unknown[]): void;
  const place: { current: HTMLElement };
}
