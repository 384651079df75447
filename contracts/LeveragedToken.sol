// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {IFuturesVenue} from "./interfaces/IFuturesVenue.sol";
import {ILeveragedToken} from "./interfaces/ILeveragedToken.sol";
import {IMarginPayer} from "./interfaces/IVenueAccount.sol";
import {FeeMath} from "./libraries/FeeMath.sol";
import {WAD} from "./libraries/FixedPoint.sol";
import {NavMath} from "./libraries/NavMath.sol";
import {OrderMath} from "./libraries/OrderMath.sol";
import {Reports} from "./libraries/Reports.sol";
import {SpentGas} from "./libraries/SpentGas.sol";
import {FundState} from "./token/FundState.sol";
import {FundViews} from "./token/FundViews.sol";
import {Fund, FundMark, Order, OrderKind} from "./types/Fund.sol";
import {Action, Blocker, Decision} from "./types/Rebalance.sol";
import {Fees, Limits, Phase, RebalanceState, TokenConfig, TokenState} from "./types/Token.sol";
import {Fill, Position} from "./types/Venue.sol";

/// @title LeveragedToken
/// @notice See {ILeveragedToken}. Here is what changes something; {FundState} is what a token holds and how that is read,
/// {Decisions} when it rebalances, {FundViews} what it says of itself, and all arithmetic lives in the libraries. Every
/// action keeps one rhythm: read account and state, count the fee, price with a library, trade at the venue (which
/// collects or pays the collateral directly), correct the price by what the trade really cost, write state, mint or burn,
/// emit.
contract LeveragedToken is FundViews, IMarginPayer {
    using NavMath for Fund;
    using OrderMath for Order;
    using Reports for RebalanceState;
    using SafeERC20 for IERC20;

    /// @dev Whose collateral {payMargin} pays with, and how much of it at most, while a mint is under way.
    address private transient _payer;
    uint256 private transient _mostPaid;

    modifier onlyFactory() {
        if (msg.sender != address(factory)) revert LeveragedToken_Unauthorized(msg.sender);
        _;
    }

    /// @dev Deployed by the factory, which validates the configuration.
    constructor(TokenConfig memory config) FundState(config) {
        _setFees(_state, config.fees);
        _setLimits(config.limits);
    }

    // ---------------------------------------------------------------- subscription

    function deposit(uint256 assets, address receiver) public override(ERC4626, IERC4626) returns (uint256) {
        return deposit(assets, receiver, 0);
    }

    /// @inheritdoc ILeveragedToken
    function deposit(uint256 assets, address receiver, uint256 minShares) public nonReentrant returns (uint256 shares) {
        TokenState memory current = _unsettled();
        Fund memory fund;
        Position memory position = _readForMint(current, fund);
        Order memory order =
            position.isExact
                ? OrderMath.forDeposit(fund, targetLeverage, assets, current.mintPpm)
                : _orderFor(OrderKind.Deposit, assets);
        Fill memory fill = _grow(position, fund, order, assets, false, assets);
        order.withCostOfDeposit(fund, fill.cost, current.mintPpm);
        shares = order.shares;
        if (shares < minShares) revert LeveragedToken_BelowMinimum(shares, minShares);
        _requireBooks(position, fill, int256(assets) - fill.cost);
        _subscribe(current, fund, order, fill, receiver);
    }

    /// @inheritdoc IERC4626
    function mint(uint256 shares, address receiver) public override(ERC4626, IERC4626) returns (uint256) {
        return mint(shares, receiver, type(uint256).max);
    }

    /// @inheritdoc ILeveragedToken
    function mint(uint256 shares, address receiver, uint256 maxAssets) public nonReentrant returns (uint256 assets) {
        TokenState memory current = _unsettled();
        Fund memory fund;
        Position memory position = _readForMint(current, fund);
        Order memory order =
            position.isExact
                ? OrderMath.forMint(fund, targetLeverage, shares, current.mintPpm)
                : _orderFor(OrderKind.Mint, shares);
        if (maxAssets == type(uint256).max) maxAssets = order.assets;
        Fill memory fill = _grow(position, fund, order, order.value, true, maxAssets);
        order.withCostOfMint(fill.cost);
        assets = order.assets;
        _requireBooks(position, fill, int256(order.value));
        _subscribe(current, fund, order, fill, receiver);
    }

    /// @dev Adds to the position, for `pay` {collateral} of the caller's, the cost on top of it or out of it.
    function _grow(
        Position memory position,
        Fund memory fund,
        Order memory order,
        uint256 pay,
        bool moverPaysCost,
        uint256 mostPaid
    ) private returns (Fill memory fill) {
        if (_isSpent(position)) {
            account.close(market);
            fund.size = 0;
        }
        (_payer, _mostPaid) = (msg.sender, mostPaid);
        fill = _trade(order.sizeDelta, pay, 0, moverPaysCost, address(0));
        _payer = address(0);
    }

    function _subscribe(
        TokenState memory current,
        Fund memory fund,
        Order memory order,
        Fill memory fill,
        address receiver
    ) private {
        if (order.shares == 0) revert LeveragedToken_ZeroAmount();
        (uint256 equity, uint256 capacity) = (
            _lessDebts(current, fill.equity),
            (uint256(current.capacity) * WAD) / _unit
        );
        if (equity > capacity) revert LeveragedToken_CapacityExceeded(equity, capacity);
        if (fund.isUnopened()) current.rebalancedAt = uint32(block.timestamp); // it opens on target
        _countFees(current, fund.supply - totalSupply() + order.feeShares);
        _save(current);
        _mint(receiver, order.shares);
        emit Deposit(msg.sender, receiver, order.assets, order.shares);
        emit Subscribed(
            order.cost,
            order.feeShares,
            fund.price,
            fund.size + order.sizeDelta,
            equity,
            fund.supply + order.shares + order.feeShares
        );
    }

    /// @inheritdoc IMarginPayer
    /// @dev Once in a trade, for the account the caller of the mint pays into, and up to what that caller has agreed to.
    function payMargin(uint256 amount) external {
        address payer = _payer;
        if (msg.sender != address(account) || payer == address(0)) revert LeveragedToken_Unauthorized(msg.sender);
        if (amount > _mostPaid) revert LeveragedToken_AboveMaximumAssets(amount, _mostPaid);
        _payer = address(0);
        IERC20(asset()).safeTransferFrom(payer, msg.sender, amount);
    }

    // ---------------------------------------------------------------- redemption

    function redeem(
        uint256 shares,
        address receiver,
        address owner
    ) public override(ERC4626, IERC4626) returns (uint256) {
        return redeem(shares, receiver, owner, 0);
    }

    /// @inheritdoc ILeveragedToken
    function redeem(
        uint256 shares,
        address receiver,
        address owner,
        uint256 minAssets
    ) public nonReentrant returns (uint256 assets) {
        if (shares == 0) revert LeveragedToken_ZeroAmount();
        TokenState memory current = _state;
        Fund memory fund;
        Position memory position = _readForRedeem(current, fund);
        Order memory order =
            current.phase == Phase.Settled
                ? _orderFor(OrderKind.Redeem, shares)
                : OrderMath.forRedeemOf(fund, shares, totalSupply(), current.redeemPpm);
        if (current.phase == Phase.Settled) {
            _payOut(order, receiver, owner);
        } else {
            Fill memory fill = _trade(order.sizeDelta, 0, order.value, true, receiver);
            order.withCostOfRedeem(fill.cost);
            _requireBooks(position, fill, -int256(order.value));
            _release(current, fund, order, fill, receiver, owner);
        }
        assets = order.assets;
        if (assets < minAssets) revert LeveragedToken_BelowMinimum(assets, minAssets);
    }

    function withdraw(
        uint256 assets,
        address receiver,
        address owner
    ) public override(ERC4626, IERC4626) returns (uint256) {
        return withdraw(assets, receiver, owner, type(uint256).max);
    }

    /// @inheritdoc ILeveragedToken
    function withdraw(
        uint256 assets,
        address receiver,
        address owner,
        uint256 maxShares
    ) public nonReentrant returns (uint256 shares) {
        if (assets == 0) revert LeveragedToken_ZeroAmount();
        TokenState memory current = _state;
        Fund memory fund;
        Position memory position = _readForRedeem(current, fund);
        Order memory order =
            position.isExact && current.phase != Phase.Settled
                ? OrderMath.forWithdrawOf(fund, assets, totalSupply(), current.redeemPpm)
                : _orderFor(OrderKind.Withdraw, assets);
        if (current.phase == Phase.Settled) {
            _payOut(order, receiver, owner);
        } else {
            Fill memory fill = _trade(order.sizeDelta, 0, assets, false, receiver);
            _requireBooks(position, fill, -int256(assets) - fill.cost);
            // The last holder has all shares burnt; what the cost leaves is the collector's.
            if (order.shares != totalSupply()) order.withCostOfWithdraw(fund, fill.cost, current.redeemPpm);
            _release(current, fund, order, fill, receiver, owner);
        }
        shares = order.shares;
        if (shares > maxShares) revert LeveragedToken_AboveMaximumShares(shares, maxShares);
    }

    function _release(
        TokenState memory current,
        Fund memory fund,
        Order memory order,
        Fill memory fill,
        address receiver,
        address owner
    ) private {
        bool isLast = order.shares == totalSupply();
        // While the shares redeemed still count: they bear the management fee up to now.
        if (!isLast) _countFees(current, fund.supply - totalSupply() + order.feeShares);
        _burnFrom(order, receiver, owner);
        uint256 equity = _lessDebts(current, fill.equity);
        uint256 supply = fund.supply + order.feeShares - order.shares;
        if (isLast) {
            // Fee shares, pending or just kept back, are all that is left: they are paid in collateral, and the next first
            // minter starts clean.
            _payOrOwe(current, factory.feeCollector(), equity);
            (current.pendingFeeShares, current.feesAccruedAt) = (0, uint32(block.timestamp));
            current.phase = Phase.Active;
            (equity, supply) = (0, 0);
        }
        _save(current);
        emit Redeemed(order.cost, order.feeShares, fund.price, fund.size + order.sizeDelta, equity, supply);
    }

    /// @dev Of a settled token, which holds its money itself.
    function _payOut(Order memory order, address receiver, address owner) private {
        _burnFrom(order, receiver, owner);
        settledAssets -= order.assets;
        IERC20(asset()).safeTransfer(receiver, order.assets);
    }

    function _burnFrom(Order memory order, address receiver, address owner) private {
        if (msg.sender != owner) _spendAllowance(owner, msg.sender, order.shares);
        _burn(owner, order.shares);
        emit Withdraw(msg.sender, receiver, owner, order.assets, order.shares);
    }

    // ---------------------------------------------------------------- rebalance and settlement

    /// @inheritdoc ILeveragedToken
    function rebalance() external nonReentrant {
        TokenState memory current = _unsettled();
        (FundMark memory mark, Decision memory decision) = desk.decide(this);
        if (decision.action == Action.None) revert LeveragedToken_NotDue(decision.dueAt, mark.leverage);
        if (decision.action == Action.Settle) return _settle(current);
        if (decision.action == Action.Blocked) {
            if (decision.dueAt > block.timestamp) {
                revert LeveragedToken_Blocked(decision.blocker, _rebalancing.blockedSince, decision.dueAt);
            }
            return _report(decision, decision.blocker);
        }
        uint256 gas = gasleft();
        try account.trade(market, decision.sizeDelta, 0, 0, false, int256(decision.maxCost), address(0)) returns (
            Fill memory fill
        ) {
            _rebalanced(current, mark, decision, fill);
        } catch {
            SpentGas.requireLeft(gas);
            _report(decision, Blocker.Refused);
        }
    }

    function _rebalanced(
        TokenState memory current,
        FundMark memory mark,
        Decision memory decision,
        Fill memory fill
    ) private {
        if (fill.equity + decision.maxCost < fill.equityBefore) {
            revert LeveragedToken_CostAboveBound(fill.equityBefore - fill.equity, decision.maxCost);
        }
        uint256 supply = _accrueFees(current);
        // Marking trades nothing, so what is due or blocked stays so.
        if (decision.sizeDelta != 0) {
            current.rebalancedAt = uint32(block.timestamp);
            current.phase = decision.complete ? Phase.Active : Phase.Unfinished;
            _forget(decision.tip, mark.equity);
        }
        uint256 equity = Math.saturatingSub(_lessDebts(current, fill.equity), decision.tip);
        _payOrOwe(current, msg.sender, decision.tip);
        _save(current);
        emit Rebalanced(
            decision.reason,
            decision.sizeDelta,
            decision.complete,
            fill.cost,
            decision.tip,
            mark.price,
            mark.size + decision.sizeDelta,
            equity,
            supply
        );
    }

    /// @dev Takes note that a due trade cannot be done.
    function _report(Decision memory decision, Blocker blocker) private {
        RebalanceState memory known = _rebalancing;
        known.note(blocker);
        _saveRebalancing(known);
        emit RebalanceBlocked(decision.reason, blocker, decision.sizeDelta, decision.maxCost, known.blockedSince);
    }

    /// @dev Forgets what blocked, and counts a tip of `tip` out of `equity` {collateral}.
    function _forget(uint256 tip, uint256 equity) private {
        RebalanceState memory known = _rebalancing;
        if (tip == 0 && known.blockedAt == 0) return;
        known.forget();
        if (tip != 0) known.countTip(tip, equity);
        _saveRebalancing(known);
    }

    function _saveRebalancing(RebalanceState memory known) private {
        _rebalancing = known;
    }

    /// @inheritdoc ILeveragedToken
    function settle() external nonReentrant {
        TokenState memory current = _unsettled();
        desk.requireSettleable(this);
        _settle(current);
    }

    /// @inheritdoc ILeveragedToken
    function probe(int256 sizeDelta) external {
        _trade(sizeDelta, 0, 0, false, address(0));
        revert LeveragedToken_Probed();
    }

    /// @inheritdoc ILeveragedToken
    function windDown(uint256 minAssets) external onlyFactory nonReentrant {
        TokenState memory current = _unsettled();
        _settle(current);
        if (settledAssets < minAssets) revert LeveragedToken_BelowMinimum(settledAssets, minAssets);
    }

    /// @dev Closes the account and takes its money home, so that redemption depends on nothing any more.
    function _settle(TokenState memory current) private {
        settledAssets = _lessDebts(current, account.close(market));
        _accrueFees(current);
        _collectFees(current);
        current.phase = Phase.Settled;
        _save(current);
        emit Settled(settledAssets, totalSupply());
    }

    // ---------------------------------------------------------------- fees and governance

    /// @inheritdoc ILeveragedToken
    function collectFees() external nonReentrant returns (uint256 shares) {
        TokenState memory current = _state;
        _accrueFees(current);
        shares = _collectFees(current);
        _save(current);
    }

    /// @inheritdoc ILeveragedToken
    function setFees(Fees calldata fees_) external onlyFactory {
        TokenState memory current = _state;
        _accrueFees(current);
        _setFees(current, fees_);
    }

    /// @inheritdoc ILeveragedToken
    function setLimits(Limits calldata limits_) external onlyFactory {
        _setLimits(limits_);
    }

    /// @inheritdoc ILeveragedToken
    function setMintPaused(bool paused) external onlyFactory {
        _state.mintPaused = paused;
        emit MintPausedSet(paused);
    }

    /// @dev Counts the management fee to now.
    /// @return supply {share} Minted and pending.
    function _accrueFees(TokenState memory current) private returns (uint256 supply) {
        uint256 pending;
        (supply, pending) = _accrue(current);
        _countFees(current, pending);
    }

    /// @dev Takes note of the collector's `pending` {share}; what does not fit the slot is minted.
    function _countFees(TokenState memory current, uint256 pending) private {
        current.feesAccruedAt = uint32(block.timestamp);
        current.pendingFeeShares = 0;
        if (pending <= type(uint80).max) current.pendingFeeShares = uint80(pending);
        else _mintFees(pending);
    }

    function _collectFees(TokenState memory current) private returns (uint256 shares) {
        shares = current.pendingFeeShares;
        if (shares == 0) return 0;
        current.pendingFeeShares = 0;
        _mintFees(shares);
    }

    function _mintFees(uint256 shares) private {
        address collector = factory.feeCollector();
        _mint(collector, shares);
        emit FeesCollected(collector, shares);
    }

    function _setFees(TokenState memory current, Fees memory fees_) private {
        if (!FeeMath.withinCaps(fees_)) revert LeveragedToken_FeeAboveCap(fees_);
        current.managementPpmPerYear = fees_.managementPpmPerYear;
        current.mintPpm = fees_.mintPpm;
        current.redeemPpm = fees_.redeemPpm;
        _save(current);
        emit FeesSet(fees_);
    }

    function _setLimits(Limits memory limits_) private {
        _state.capacity = limits_.capacity;
        _rebalancing.maxTrade = limits_.maxTrade;
        emit LimitsSet(limits_);
    }

    function _save(TokenState memory current) private {
        _state = current;
    }

    // ---------------------------------------------------------------- reading and checking

    /// @dev The state, unless settled.
    function _unsettled() private view returns (TokenState memory current) {
        current = _state;
        if (current.phase == Phase.Settled) revert LeveragedToken_Settled();
    }

    function _readForMint(TokenState memory current, Fund memory fund) private view returns (Position memory position) {
        position = _read(current, fund);
        if (fund.isWipedOut()) revert LeveragedToken_WipedOut();
        if (current.mintPaused) revert LeveragedToken_MintPaused();
        if (position.halted) revert IFuturesVenue.FuturesVenue_MarketHalted(market);
        if (fund.isTooSmall()) return position;
        if (fund.size == 0) revert LeveragedToken_NoPosition(fund.equityDown());
        uint256 maximum = _emergencyLeverage();
        int256 real = fund.leverage();
        if (SignedMath.abs(real) > maximum) revert LeveragedToken_LeverageTooHigh(real, maximum);
    }

    /// @dev A redeem is the first call that may see that equity is gone; then it settles, and pays what settling left.
    function _readForRedeem(TokenState memory current, Fund memory fund) private returns (Position memory position) {
        if (current.phase == Phase.Settled) return position;
        position = _read(current, fund);
        if (fund.isWipedOut()) _settle(current);
    }

    /// @dev Whether a position is left that has no unit behind it, not even one that is owed to somebody; only a fund of dust
    /// gets here unsettled.
    function _isSpent(Position memory position) private view returns (bool) {
        return position.size != 0 && position.equity < _unit;
    }

    /// @dev Reverts unless the account holds at least what it held, changed by `change` {collateral}: then nothing the venue
    /// does is paid for by the holders who stay.
    function _requireBooks(Position memory position, Fill memory fill, int256 change) private view {
        uint256 before = position.equity / _unit;
        int256 expected = int256(before) + change;
        if (fill.equityBefore != before || int256(fill.equity) < expected) {
            revert LeveragedToken_BooksDisagree(expected, fill.equity);
        }
    }
}
