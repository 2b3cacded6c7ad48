import { Component, type ReactElement, type ReactNode } from 'react';
import { Button } from '../ui/Button.tsx';

interface CrashProps {
  /** The address of the screen: another one is a fresh start. */
  readonly place: string;
  readonly children: ReactNode;
}

interface CrashState {
  readonly message: string | undefined;
}

/** Shows what a screen shows when it breaks while it is drawn: a bug, said as one, and the way on. */
export class Crash extends Component<CrashProps, CrashState> {
  override state: CrashState = { message: undefined };

  static getDerivedStateFromError(error: unknown): CrashState {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override componentDidUpdate(before: CrashProps): void {
    if (before.place !== this.props.place && this.state.message !== undefined)
      this.setState({ message: undefined });
  }

  override render(): ReactNode {
    const { message } = this.state;
    return message === undefined ? this.props.children : <Broken message={message} />;
  }
}

function Broken({ message }: { readonly message: string }): ReactElement {
  return (
    <main className="opening broken">
      <section className="empty" role="alert">
        <h1>This screen broke</h1>
        <p>
          It is a bug of Sluice: <span className="mono">{message}</span>
        </p>
        <p>Runs go on, and edits are kept in this browser until the server has them.</p>
        <div className="row">
          <Button look="primary" onClick={() => location.reload()}>
            Load it again
          </Button>
          <a href="/" className="btn">
            Go to Home
          </a>
        </div>
      </section>
    </main>
  );
}
