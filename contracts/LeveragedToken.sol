// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {IFuturesVenue, IMarginPayer, Snapshot} from "./interfaces/IFuturesVenue.sol";
import {ILeveragedToken, Limits, Phase, TokenConfig, TokenState} from "./interfaces/ILeveragedToken.sol";
import {Fees, FeeMath} from "./libraries/FeeMath.sol";
import {Fund, NavMath} from "./libraries/NavMath.sol";
import {Order, OrderMath} from "./libraries/OrderMath.sol";
import {Action, Decision, RebalanceLogic} from "./libraries/RebalanceLogic.sol";
import {FundState} from "./token/FundState.sol";
import {FundViews} from "./token/FundViews.sol";

/// @title LeveragedToken
/// @notice See {ILeveragedToken}. Here is what changes something; {FundState} is what a token holds and how that is read,
/// {FundViews} what it says of itself, and all arithmetic lives in the libraries. Every action keeps one rhythm: read
/// account and state, accrue the fee, price with a library, trade at the venue (which collects or pays the collateral
/// directly), write state, mint or burn, emit.
contract LeveragedToken is FundViews, IMarginPayer {
    using NavMath for Fund;
    using SafeCast for *;
    using SafeERC20 for IERC20;

    /// @dev Whose collateral {payMargin} pays with, while a mint is under way.
    address private transient _payer;

    modifier onlyFactory() {
        if (msg.sender != address(factory)) revert LeveragedToken_Unauthorized(msg.sender);
        _;
    }

    /// @dev Deployed by the factory, which validates the configuration.
    constructor(TokenConfig memory config) FundState(config) {
        _setFees(config.fees);
        _setLimits(config.limits);
    }

    // ---------------------------------------------------------------- subscription

    function deposit(uint256 assets, address receiver) public override(ERC4626, IERC4626) returns (uint256) {
        return deposit(assets, receiver, 0);
    }

    /// @inheritdoc ILeveragedToken
    function deposit(uint256 assets, address receiver, uint256 minShares) public nonReentrant returns (uint256) {
        TokenState memory current = _state;
        Fund memory fund;
        _readForMint(current, fund);
        Order memory order = OrderMath.forDeposit(fund, targetLeverage, assets, current.mintPpm);
        if (order.shares < minShares) revert LeveragedToken_BelowMinimum(order.shares, minShares);
        _subscribe(current, fund, order, receiver);
        return order.shares;
    }

    function mint(uint256 shares, address receiver) public override(ERC4626, IERC4626) returns (uint256) {
        return mint(shares, receiver, type(uint256).max);
    }

    /// @inheritdoc ILeveragedToken
    function mint(uint256 shares, address receiver, uint256 maxAssets) public nonReentrant returns (uint256) {
        TokenState memory current = _state;
        Fund memory fund;
        _readForMint(current, fund);
        Order memory order = OrderMath.forMint(fund, targetLeverage, shares, current.mintPpm);
        if (order.assets > maxAssets) revert LeveragedToken_AboveMaximumAssets(order.assets, maxAssets);
        _subscribe(current, fund, order, receiver);
        return order.assets;
    }

    function _subscribe(TokenState memory current, Fund memory fund, Order memory order, address receiver) private {
        if (order.shares == 0) revert LeveragedToken_ZeroAmount();
        uint256 grown = fund.equityUp() + order.assets;
        if (grown > _limits.capacity) revert LeveragedToken_CapacityExceeded(grown, _limits.capacity);

        if (_isSpent(fund)) {
            venue.close(market);
            fund.size = 0;
        }
        _payer = msg.sender;
        uint256 equity = _trade(order.sizeDelta, order.assets.toInt256(), _noLimit(order), address(0));
        _payer = address(0);

        if (fund.isDust()) current.rebalancedAt = uint40(block.timestamp); // it opens on target
        _state = current;
        _mint(receiver, order.shares);
        emit Deposit(msg.sender, receiver, order.assets, order.shares);
        emit Subscribed(
            order.cost,
            order.fee,
            fund.price,
            fund.size + order.sizeDelta,
            equity,
            fund.supply + order.shares
        );
    }

    /// @inheritdoc IMarginPayer
    function payMargin(uint256 amount) external {
        address payer = _payer;
        if (msg.sender != address(venue) || payer == address(0)) revert LeveragedToken_Unauthorized(msg.sender);
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
    ) public nonReentrant returns (uint256) {
        if (shares == 0) revert LeveragedToken_ZeroAmount();
        TokenState memory current = _state;
        Fund memory fund;
        _readForRedeem(current, fund);
        Order memory order = _priceRedeem(current, fund, shares);
        if (order.assets < minAssets) revert LeveragedToken_BelowMinimum(order.assets, minAssets);
        _redeem(current, fund, order, receiver, owner);
        return order.assets;
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
    ) public nonReentrant returns (uint256) {
        if (assets == 0) revert LeveragedToken_ZeroAmount();
        TokenState memory current = _state;
        Fund memory fund;
        _readForRedeem(current, fund);
        Order memory order = _priceWithdraw(current, fund, assets);
        if (order.shares > maxShares) revert LeveragedToken_AboveMaximumShares(order.shares, maxShares);
        _redeem(current, fund, order, receiver, owner);
        return order.shares;
    }

    function _redeem(
        TokenState memory current,
        Fund memory fund,
        Order memory order,
        address receiver,
        address owner
    ) private {
        if (msg.sender != owner) _spendAllowance(owner, msg.sender, order.shares);
        bool isLast = order.shares == totalSupply();
        _burn(owner, order.shares);
        emit Withdraw(msg.sender, receiver, owner, order.assets, order.shares);
        if (current.phase == Phase.Settled) {
            settledAssets -= order.assets;
            IERC20(asset()).safeTransfer(receiver, order.assets);
            return;
        }
        uint256 equity;
        if (order.cost > fund.equityDown() || _isSpent(fund)) {
            // An account that cannot pay for closing its position is closed by the venue, with nothing left.
            equity = venue.close(market);
            fund.size = -order.sizeDelta;
        } else {
            equity = _trade(order.sizeDelta, -order.assets.toInt256(), _noLimit(order), receiver);
        }
        uint256 supply = fund.supply - order.shares;
        if (isLast) {
            _closeEmpty(fund, supply, equity);
            current.pendingFeeShares = 0;
            current.phase = Phase.Active;
            (equity, supply) = (0, 0);
        }
        _state = current;
        emit Redeemed(order.cost, order.fee, fund.price, fund.size + order.sizeDelta, equity, supply);
    }

    /// @dev The last holder has left: what pending fee shares are worth is paid to the collector in collateral, the dust
    /// goes to the venue's insurance, and the next first minter starts clean.
    function _closeEmpty(Fund memory fund, uint256 pendingShares, uint256 equity) private {
        if (equity == 0) return;
        uint256 owed = Math.min(fund.toAssetsDown(pendingShares), equity);
        if (owed != 0) equity = _trade(0, -owed.toInt256(), 0, factory.feeCollector());
        if (equity != 0) venue.forfeit(market);
    }

    // ---------------------------------------------------------------- rebalance and settlement

    /// @inheritdoc ILeveragedToken
    function rebalance() external nonReentrant {
        TokenState memory current = _state;
        if (current.phase == Phase.Settled) revert LeveragedToken_Settled();
        Snapshot memory shot = venue.snapshot(market, address(this));
        if (shot.halted) revert IFuturesVenue.FuturesVenue_MarketHalted(market);
        Fund memory fund;
        _fill(fund, shot, _accrue(current));
        Decision memory decision = RebalanceLogic.decide(
            fund,
            targetLeverage,
            policy(),
            _circumstances(current, shot),
            block.timestamp
        );
        if (decision.action == Action.None) revert LeveragedToken_NotDue(decision.dueAt, fund.leverage());
        if (decision.action == Action.Settle) return _settle(current);
        uint256 equity = _trade(decision.sizeDelta, -decision.tip.toInt256(), decision.limitPrice, msg.sender);
        current.rebalancedAt = uint40(block.timestamp);
        current.phase = decision.complete ? Phase.Active : Phase.Unfinished;
        _state = current;
        emit Rebalanced(
            decision.reason,
            decision.sizeDelta,
            decision.complete,
            fund.equityDown() - equity - decision.tip,
            decision.tip,
            fund.price,
            fund.size + decision.sizeDelta,
            equity,
            fund.supply
        );
    }

    /// @inheritdoc ILeveragedToken
    function settle() external nonReentrant {
        TokenState memory current = _state;
        if (current.phase == Phase.Settled) revert LeveragedToken_Settled();
        uint256 supply = _accrue(current);
        try venue.snapshot(market, address(this)) returns (Snapshot memory shot) {
            Fund memory fund;
            _fill(fund, shot, supply);
            if (!shot.halted && !fund.isWipedOut()) revert LeveragedToken_NotSettleable(fund.equityDown());
        } catch {
            // No valid price: the venue closes the account only if that has lasted long enough.
        }
        _settle(current);
    }

    /// @inheritdoc ILeveragedToken
    function windDown(uint256 minAssets) external onlyFactory nonReentrant {
        TokenState memory current = _state;
        if (current.phase == Phase.Settled) revert LeveragedToken_Settled();
        _accrue(current);
        _settle(current);
        if (settledAssets < minAssets) revert LeveragedToken_BelowMinimum(settledAssets, minAssets);
    }

    /// @dev Closes the account and takes its money home, so that redemption depends on nothing any more.
    function _settle(TokenState memory current) private {
        settledAssets = venue.close(market);
        _collectFees(current);
        current.phase = Phase.Settled;
        _state = current;
        emit Settled(settledAssets, totalSupply());
    }

    // ---------------------------------------------------------------- fees and governance

    /// @inheritdoc ILeveragedToken
    function collectFees() external nonReentrant returns (uint256 shares) {
        TokenState memory current = _state;
        _accrue(current);
        shares = _collectFees(current);
        _state = current;
    }

    /// @inheritdoc ILeveragedToken
    function setFees(Fees calldata fees_) external onlyFactory {
        TokenState memory current = _state;
        _accrue(current);
        _state = current;
        _setFees(fees_);
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

    function _collectFees(TokenState memory current) private returns (uint256 shares) {
        shares = current.pendingFeeShares;
        if (shares == 0) return 0;
        current.pendingFeeShares = 0;
        address collector = factory.feeCollector();
        _mint(collector, shares);
        emit FeesCollected(collector, shares);
    }

    function _setFees(Fees memory fees_) private {
        if (!FeeMath.withinCaps(fees_)) revert LeveragedToken_FeeAboveCap(fees_);
        _state.managementPpmPerYear = fees_.managementPpmPerYear;
        _state.mintPpm = fees_.mintPpm;
        _state.redeemPpm = fees_.redeemPpm;
        emit FeesSet(fees_);
    }

    function _setLimits(Limits memory limits_) private {
        _limits = limits_;
        emit LimitsSet(limits_);
    }

    // ---------------------------------------------------------------- reading and trading

    function _readForMint(TokenState memory current, Fund memory fund) private view {
        bool halted = _readForPreviewMint(current, fund);
        if (current.mintPaused) revert LeveragedToken_MintPaused();
        if (halted) revert IFuturesVenue.FuturesVenue_MarketHalted(market);
        if (fund.isDust()) return;
        if (fund.size == 0) revert LeveragedToken_NoPosition(fund.equityDown());
        uint256 maximum = _emergencyLeverage();
        int256 real = fund.leverage();
        if (SignedMath.abs(real) > maximum) revert LeveragedToken_LeverageTooHigh(real, maximum);
    }

    /// @dev A redeem is the first call that may see that equity is gone; then it settles, and pays what settling left.
    function _readForRedeem(TokenState memory current, Fund memory fund) private {
        if (current.phase == Phase.Settled) return;
        _read(current, fund);
        if (fund.isWipedOut()) _settle(current);
    }

    /// @dev Whether a position is left that has no unit of equity behind it; only a fund of dust gets here unsettled.
    function _isSpent(Fund memory fund) private pure returns (bool) {
        return fund.size != 0 && fund.equityDown() == 0;
    }

    /// @dev The only limit on the price of a holder's trade is the holder's own, on assets or shares.
    function _noLimit(Order memory order) private pure returns (uint256) {
        return order.sizeDelta > 0 ? type(uint256).max : 0;
    }

    /// @return equity {collateral} After the trade.
    function _trade(
        int256 sizeDelta,
        int256 marginDelta,
        uint256 limitPrice,
        address receiver
    ) private returns (uint256 equity) {
        return venue.trade(market, sizeDelta, marginDelta, limitPrice, receiver);
    }
}
